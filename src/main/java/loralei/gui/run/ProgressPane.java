package loralei.gui.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JProgressBar;
import javax.swing.JTextArea;
import loralei.gui.error.Dialogs;
import loralei.gui.widget.Buttons;
import loralei.gui.widget.TextColour;
import loralei.gui.widget.WrappedText;
import loralei.text.Texts;
import net.miginfocom.swing.MigLayout;

/** Where the run is, how fast and how long, and the buttons to stop it, save it and go on. */
final class ProgressPane {
    /** So that a column does not jump with its number, and four of them fit into the smallest window. */
    private static final String FIGURE_WIDTH = "76lp";

    private final Texts texts;
    private final RunController controller;
    private final JLabel headline = new JLabel();
    private final JTextArea detail = WrappedText.of("detail", "", "", 400);
    private final JProgressBar bar = new JProgressBar(0, RunStatus.FULL);
    private final JPanel figures = new JPanel(new MigLayout("insets 0, gapx 12lp, hidemode 3"));
    private final List<JLabel> values = new ArrayList<>();
    private final JButton saveNow;
    private final JButton drawNow;
    private final JButton stop;
    private final JButton resume;
    private final JButton details;
    private final JButton repeatFile;
    private final JPanel panel =
            new JPanel(new MigLayout("insets 0, fillx, hidemode 3", "[grow][]", "[]2lp[]10lp[]8lp[]"));

    ProgressPane(Locale locale, RunController controller, RunActions actions, Dialogs dialogs, RepeatRun repeat) {
        this.texts = Texts.of("run", locale);
        this.controller = controller;
        saveNow = Buttons.button(texts, "saveNow", "saveNow", controller::saveNow);
        drawNow = Buttons.button(texts, "drawNow", "drawNow", controller::drawNow);
        stop = Buttons.button(texts, "stop", "stop", controller::stop);
        resume = Buttons.button(
                texts, "resume", "resume", () -> controller.snapshot().request().ifPresent(actions::resume));
        details = Buttons.button(
                texts,
                "details",
                "details",
                () -> controller
                        .snapshot()
                        .failure()
                        .ifPresent(failure -> dialogs.error(texts.get("details.title"), failure)));
        repeatFile = Buttons.button(
                texts,
                "result.repeatFile",
                "repeatFile",
                () -> repeat.ask(headline, Path.of("output").toAbsolutePath()));
        headline.setName("headline");
        headline.putClientProperty("FlatLaf.styleClass", "h2");
        bar.setName("progress");
        bar.getAccessibleContext().setAccessibleName(texts.get("bar.name"));
        panel.add(headline, "span, growx, wmin 0, wrap");
        panel.add(detail, "span, growx, wmin 0, wrap");
        panel.add(bar, "growx, wmin 40lp");
        panel.add(buttons());
        panel.add(figures, "newline, span, growx, wmin 0");
        panel.add(repeatFile, "newline, span");
    }

    private JPanel buttons() {
        JPanel buttons = new JPanel(new MigLayout("insets 0, hidemode 3"));
        for (JButton button : List.of(details, saveNow, drawNow, stop, resume)) {
            buttons.add(button);
        }
        return buttons;
    }

    JComponent component() {
        return panel;
    }

    void show(RunSnapshot run, RunStatus status) {
        headline.setText(status.headline());
        headline.putClientProperty("FlatLaf.style", run.phase() == RunPhase.FAILED ? "foreground: $Actions.Red" : null);
        WrappedText.show(detail, status.detail());
        boolean idle = run.phase() == RunPhase.IDLE;
        bar.setVisible(!idle);
        bar.setIndeterminate(status.bar().value() < 0);
        bar.setValue(Math.max(0, status.bar().value()));
        bar.getAccessibleContext().setAccessibleDescription(status.bar().text());
        figures.setVisible(!idle && (run.running() || run.step().isPresent()));
        showFigures(status.figures());
        saveNow.setVisible(run.running());
        drawNow.setVisible(run.running());
        stop.setVisible(run.running());
        boolean ended = run.phase() == RunPhase.STOPPED || run.phase() == RunPhase.FAILED;
        resume.setVisible(ended && controller.canResume());
        saveNow.setEnabled(run.phase() == RunPhase.TRAINING);
        showDrawNow(run);
        stop.setEnabled(run.phase() == RunPhase.TRAINING || run.phase() == RunPhase.PREPARING);
        repeatFile.setVisible(idle);
        details.setVisible(run.phase() == RunPhase.FAILED);
    }

    private void showDrawNow(RunSnapshot run) {
        boolean asked = controller.isDrawRequested() || run.drawing().isPresent();
        drawNow.setEnabled(run.phase() == RunPhase.TRAINING && run.hasPreviewPrompts() && !asked);
        String help = !run.hasPreviewPrompts() ? "drawNow.noPrompts" : asked ? "drawNow.asked" : "drawNow.help";
        drawNow.setToolTipText(texts.get(help));
    }

    private void showFigures(List<RunStatus.Figure> shown) {
        if (values.isEmpty()) {
            for (RunStatus.Figure figure : shown) {
                values.add(addFigure(figure));
            }
        }
        for (int i = 0; i < shown.size(); i++) {
            values.get(i).setText(shown.get(i).value());
        }
    }

    /** A number with a small caption over it. */
    private JLabel addFigure(RunStatus.Figure figure) {
        JLabel caption = new JLabel(figure.caption());
        caption.putClientProperty("FlatLaf.styleClass", "small");
        TextColour.apply(caption, TextColour.MUTED);
        JLabel value = new JLabel();
        value.setName(figure.name());
        value.putClientProperty("FlatLaf.styleClass", "h4");
        caption.setLabelFor(value);
        figures.add(caption, "flowy, split 2, gapy 0, wmin " + FIGURE_WIDTH);
        figures.add(value, "wmin " + FIGURE_WIDTH);
        return value;
    }
}
