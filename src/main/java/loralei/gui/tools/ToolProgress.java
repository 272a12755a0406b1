package loralei.gui.tools;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JProgressBar;
import javax.swing.JTextArea;
import loralei.config.UserError;
import loralei.gui.error.Dialogs;
import loralei.gui.tools.ToolController.Phase;
import loralei.gui.tools.ToolController.Snapshot;
import loralei.gui.widget.Buttons;
import loralei.gui.widget.PathLabel;
import loralei.gui.widget.TextColour;
import loralei.gui.widget.WrappedText;
import loralei.text.Message;
import loralei.text.Texts;
import net.miginfocom.swing.MigLayout;

/** How far a tool is, what came of it and what to do with that, or why it failed; takes no room before the first one. */
final class ToolProgress {
    private static final int FULL = 1000;
    private static final int WIDTH = 400;

    private final Texts texts;
    private final JLabel headline = new JLabel();
    private final PathLabel file = new PathLabel();
    private final JTextArea detail = WrappedText.of("tool-detail", "", "", WIDTH);
    private final JProgressBar bar = new JProgressBar(0, FULL);
    private final JButton details;
    private final JButton folder;
    private final JButton draw;
    private final JPanel panel = new JPanel(new MigLayout("insets 0, gapy 0, fillx, hidemode 3", "[grow,fill]rel[]"));
    private Snapshot shown = new ToolController().snapshot();
    private boolean away;

    ToolProgress(Texts texts, Dialogs dialogs, ToolServices.Next next) {
        this.texts = texts;
        details = Buttons.button(
                texts,
                "details",
                "tool-failure",
                () -> shown.failure().ifPresent(thrown -> dialogs.error(texts.get("details.title"), thrown)));
        folder = Buttons.button(
                texts,
                "openFolder",
                "tool-openFolder",
                () -> made().ifPresent(
                                path -> next.openFolder(path.toAbsolutePath().getParent())));
        draw = Buttons.button(
                texts,
                "tryIt",
                "tool-tryIt",
                () -> made().ifPresent(path -> {
                    if (isModel()) {
                        next.tryModel(path);
                    } else {
                        next.tryLora(path);
                    }
                }));
        headline.setName("tool-headline");
        headline.putClientProperty("FlatLaf.styleClass", "h3");
        file.setName("tool-made");
        bar.setName("tool-progress");
        bar.getAccessibleContext().setAccessibleName(texts.get("progress.name"));
        panel.setOpaque(false);
        JPanel buttons = new JPanel(new MigLayout("insets 0, gapy 0, hidemode 3"));
        buttons.setOpaque(false);
        buttons.add(draw);
        buttons.add(folder);
        panel.add(headline, "growx, wmin 0");
        panel.add(details);
        panel.add(file, "newline, span, growx, gaptop 2");
        panel.add(detail, "newline, span, growx, wmin 0, gaptop 6");
        panel.add(bar, "newline, span, growx, gaptop 6");
        panel.add(buttons, "newline, span, gaptop 8");
        show(shown);
    }

    JComponent component() {
        return panel;
    }

    /** Another tool is in front: what came of the one before is not shown beside it. */
    void turnTo(ToolKind kind) {
        away = !shown.running()
                && shown.work().filter(work -> work.kind() == kind).isEmpty();
        panel.setVisible(isShown());
    }

    private boolean isShown() {
        return !away && shown.phase() != Phase.IDLE;
    }

    private Optional<Path> made() {
        return shown.outcome().flatMap(Work.Outcome::file);
    }

    private boolean isModel() {
        return shown.work().filter(work -> work.kind() == ToolKind.INTO_MODEL).isPresent();
    }

    void show(Snapshot now) {
        away = away && now.number() == shown.number();
        shown = now;
        panel.setVisible(isShown());
        headline.setText(headline(now));
        headline.putClientProperty("FlatLaf.style", now.phase() == Phase.FAILED ? "foreground: $Actions.Red" : null);
        file.setText(
                made().map(path -> path.toAbsolutePath().normalize().toString()).orElse(" "));
        file.setToolTipText(made().isPresent() ? file.getText() : null);
        file.setVisible(made().isPresent());
        String said = detail(now);
        WrappedText.show(detail, said);
        detail.setVisible(!said.isEmpty());
        TextColour.apply(detail, now.phase() == Phase.FAILED ? TextColour.BAD : "$Label.foreground");
        details.setVisible(now.failure().isPresent());
        bar.setVisible(now.running());
        bar.setIndeterminate(now.running() && now.of() == 0);
        bar.setValue((int) ((long) FULL * now.done() / Math.max(1, now.of())));
        bar.getAccessibleContext().setAccessibleDescription(headline.getText());
        draw.setVisible(made().isPresent());
        folder.setVisible(made().isPresent());
    }

    private String headline(Snapshot now) {
        if (now.work().isEmpty()) {
            return "";
        }
        ToolKind kind = now.work().get().kind();
        return switch (now.phase()) {
            case IDLE -> "";
            case RUNNING -> texts.get(kind.key("doing"));
            case STOPPING -> texts.get("headline.stopping");
            case STOPPED -> texts.get("headline.stopped");
            case DONE -> texts.get(kind.key("done"));
            case FAILED -> texts.get("headline.failed");
        };
    }

    private String detail(Snapshot now) {
        if (now.failure().isPresent()) {
            Throwable thrown = now.failure().get();
            return thrown instanceof UserError error
                    ? (texts.say(error.localized()) + " " + texts.say(error.localizedRemedy())).strip()
                    : texts.say(Message.of(thrown));
        }
        if (now.phase() == Phase.STOPPED) {
            return texts.get("detail.stopped");
        }
        if (now.running()) {
            return String.join(", ", now.work().orElseThrow().names());
        }
        boolean isElsewhere = now.outcome().flatMap(Work.Outcome::comparison).isPresent();
        return isElsewhere
                ? ""
                : now.outcome().stream()
                        .flatMap(outcome -> outcome.lines().stream())
                        .map(texts::say)
                        .collect(Collectors.joining("\n"));
    }
}
