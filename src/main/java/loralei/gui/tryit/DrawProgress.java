package loralei.gui.tryit;

import java.util.Optional;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JProgressBar;
import javax.swing.JTextArea;
import loralei.config.UserError;
import loralei.gui.error.Dialogs;
import loralei.gui.tryit.DrawController.Phase;
import loralei.gui.tryit.DrawController.Snapshot;
import loralei.gui.widget.Buttons;
import loralei.gui.widget.TextColour;
import loralei.gui.widget.WrappedText;
import loralei.text.Message;
import loralei.text.Texts;
import net.miginfocom.swing.MigLayout;

/** How far the drawing is, what it waits for, or why it failed; takes no room before the first one. */
final class DrawProgress {
    private static final int FULL = 1000;
    private static final int WIDTH = 400;

    private final Texts texts;
    private final JLabel headline = new JLabel();
    private final JTextArea detail = WrappedText.of("try-detail", "", "small", WIDTH);
    private final JProgressBar bar = new JProgressBar(0, FULL);
    private final JButton details;
    private final JPanel panel =
            new JPanel(new MigLayout("insets 0, fillx, hidemode 3", "[grow,fill]rel[]", "[]2[]4[]"));
    private Optional<Throwable> failure = Optional.empty();

    DrawProgress(Texts texts, Dialogs dialogs) {
        this.texts = texts;
        details = Buttons.button(
                texts,
                "details",
                "try-failure",
                () -> failure.ifPresent(thrown -> dialogs.error(texts.get("details.title"), thrown)));
        headline.setName("try-headline");
        headline.putClientProperty("FlatLaf.styleClass", "h3");
        bar.setName("try-progress");
        bar.getAccessibleContext().setAccessibleName(texts.get("progress.name"));
        panel.add(headline, "wmin 0");
        panel.add(details);
        panel.add(detail, "newline, span, growx, wmin 0"); // what is hidden begins no new line
        panel.add(bar, "newline, span, growx");
        panel.setVisible(false);
    }

    JComponent component() {
        return panel;
    }

    void show(Snapshot now) {
        failure = now.failure();
        panel.setVisible(now.phase() != Phase.IDLE);
        headline.setText(headline(now));
        headline.putClientProperty("FlatLaf.style", now.phase() == Phase.FAILED ? "foreground: $Actions.Red" : null);
        String said = detail(now);
        WrappedText.show(detail, said);
        detail.setVisible(!said.isEmpty());
        TextColour.apply(detail, now.phase() == Phase.FAILED ? TextColour.BAD : TextColour.MUTED);
        details.setVisible(now.failure().isPresent());
        bar.setVisible(now.running());
        bar.setIndeterminate(now.running() && now.steps() == 0);
        bar.setValue(share(now));
        bar.getAccessibleContext().setAccessibleDescription(headline.getText());
    }

    private String headline(Snapshot now) {
        return switch (now.phase()) {
            case IDLE -> "";
            case PREPARING -> texts.get("headline.preparing");
            case WAITING -> texts.get("headline.waiting");
            case DRAWING ->
                texts.get(
                        "headline.drawing",
                        Math.min(now.done() + 1, now.total()),
                        now.total(),
                        now.step(),
                        now.steps());
            case STOPPING -> texts.get("headline.stopping");
            case STOPPED -> texts.get("headline.stopped", now.done());
            case FINISHED -> texts.get("headline.finished", now.done());
            case FAILED -> texts.get("headline.failed");
        };
    }

    private String detail(Snapshot now) {
        if (now.failure().isPresent()) {
            Throwable thrown = now.failure().get();
            return thrown instanceof UserError error
                    ? texts.get("file.failed", texts.say(error.localized()), texts.say(error.localizedRemedy()))
                            .strip()
                    : texts.say(Message.of(thrown));
        }
        return now.told().or(now::warning).map(texts::say).orElse("");
    }

    private static int share(Snapshot now) {
        double done = now.done() + (now.steps() == 0 ? 0 : now.step() / (double) now.steps());
        return (int) (FULL * Math.min(1, done / Math.max(1, now.total())));
    }
}
