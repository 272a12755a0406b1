package loralei.gui.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JTextArea;
import javax.swing.JTextField;
import javax.swing.SwingUtilities;
import loralei.config.TrainingConfig;
import loralei.gui.widget.Buttons;
import loralei.gui.widget.TextColour;
import loralei.gui.widget.WrappedText;
import loralei.text.Texts;
import loralei.train.RunFiles;
import loralei.train.TrainingEvent;
import net.miginfocom.swing.MigLayout;

/** What came out of a run: where it is, its name, how to use it, the earlier checkpoints, and the way to do it again. */
final class FinishedView {
    private final Texts texts;
    private final RunNumbers numbers;
    private final RunController controller;
    private final Executor background;
    private final JLabel headline = new JLabel();
    private final JLabel detail = new JLabel();
    private final JTextField file = readOnly("loraFile");
    private final JTextField triggers = readOnly("triggerWords");
    private final RenameRow rename;
    private final SendRow send;
    private final CheckpointTable checkpoints;
    private final JPanel panel = new JPanel(new MigLayout(
            "insets 0, fillx, hidemode 3",
            "[][grow]rel[fill]",
            "[]2lp[]unrel[]rel[]2lp[]unrel[]rel[]rel[]2lp[]unrel[]rel[]rel[]"));
    private Optional<Path> shown = Optional.empty();
    private Optional<TrainingConfig> settings = Optional.empty();

    FinishedView(
            Locale locale,
            RunController controller,
            RunActions actions,
            RepeatRun repeat,
            SendRow send,
            Executor background) {
        this.texts = Texts.of("run", locale);
        this.numbers = new RunNumbers(locale);
        this.controller = controller;
        this.background = background;
        this.send = send;
        this.rename = new RenameRow(locale, background, controller::renamed);
        this.checkpoints = new CheckpointTable(locale, actions, () -> compare(actions));
        headline.setName("finished");
        headline.putClientProperty("FlatLaf.styleClass", "h2");
        panel.add(headline, "span, growx, wmin 0, wrap");
        panel.add(grey(detail), "span, growx, wmin 0, wrap");
        addFile(actions);
        rename.addTo(panel);
        addUse(actions);
        addCheckpoints(actions);
        addFurther(actions, repeat);
    }

    JComponent component() {
        return panel;
    }

    private void addFile(RunActions actions) {
        panel.add(label("result.file", file));
        panel.add(file, "growx, wmin 80lp");
        panel.add(
                Buttons.button(
                        texts,
                        "result.copyPath",
                        "copyPath",
                        () -> shown.ifPresent(
                                lora -> actions.copy(lora.toAbsolutePath().toString()))),
                "wrap");
    }

    private void addUse(RunActions actions) {
        JTextArea use = WrappedText.of("comfyUi", "", "", 400);
        use.setText(texts.get("result.use.text"));
        panel.add(new JLabel(texts.get("result.use")), "aligny top");
        panel.add(use, "span, growx, wmin 0, wrap");
        panel.add(label("result.triggers", triggers));
        panel.add(triggers, "growx, wmin 80lp");
        panel.add(
                Buttons.button(texts, "result.copyTriggers", "copyTriggers", () -> actions.copy(triggers.getText())),
                "wrap");
        send.addTo(panel);
    }

    private void addCheckpoints(RunActions actions) {
        JLabel title = label("result.checkpoints", checkpoints.component());
        title.setToolTipText(texts.get("result.checkpoints.help"));
        panel.add(title, "span 2, growx, wmin 0");
        panel.add(
                Buttons.button(
                        texts,
                        "result.openFolder",
                        "openFolder",
                        () -> shown.ifPresent(
                                lora -> actions.openFolder(lora.toAbsolutePath().getParent()))),
                "wrap");
        panel.add(checkpoints.component(), "span, growx, wmin 0, hmin pref, wrap");
    }

    private void compare(RunActions actions) {
        settings.ifPresent(config -> shown.ifPresent(lora -> actions.compare(config, lora)));
    }

    private void addFurther(RunActions actions, RepeatRun repeat) {
        panel.add(
                Buttons.button(texts, "result.compare", "compare", () -> compare(actions)), "span, split 3, wmin 40lp");
        panel.add(Buttons.button(texts, "result.repeat", "repeat", () -> shown.ifPresent(repeat::repeat)), "wmin 40lp");
        panel.add(
                Buttons.button(
                        texts,
                        "result.repeatFile",
                        "repeatFile",
                        () -> shown.ifPresent(lora -> repeat.ask(panel, lora))),
                "wmin 40lp");
    }

    private JLabel label(String key, JComponent component) {
        JLabel label = new JLabel(texts.get(key));
        label.setLabelFor(component);
        return label;
    }

    private static JLabel grey(JLabel label) {
        label.putClientProperty("FlatLaf.styleClass", "small");
        TextColour.apply(label, TextColour.MUTED);
        return label;
    }

    private static JTextField readOnly(String name) {
        JTextField field = new JTextField();
        field.setName(name);
        field.setEditable(false);
        return field;
    }

    /** Shows a finished run. */
    void show(RunSnapshot run, RunStatus status) {
        headline.setText(status.headline());
        if (run.lora().isEmpty() || run.request().isEmpty() || run.lora().equals(shown)) {
            return;
        }
        Path lora = run.lora().get();
        TrainingConfig config = run.request().get().config();
        shown = run.lora();
        settings = Optional.of(config);
        file.setText(lora.toAbsolutePath().normalize().toString());
        triggers.setText(config.trainingPrompt());
        rename.show(lora);
        send.show(lora, new RunFiles(config.outputDir(), config.outputName()));
        detail.setText(status.detail());
        ValidationCurve validation = controller.losses().curve().validation();
        int lastStep = run.step().map(TrainingEvent.Step::step).orElse(0);
        checkpoints.show(List.of(), validation, lastStep);
        RunFiles files = new RunFiles(config.outputDir(), config.outputName());
        background.execute(() -> {
            Optional<Long> bytes = size(lora);
            List<Checkpoint> found = found(files, lora);
            SwingUtilities.invokeLater(() -> {
                if (shown.equals(Optional.of(lora))) {
                    String size = bytes.map(numbers::size).orElse(texts.get("result.missing"));
                    detail.setText(status.detail() + ", " + size);
                    checkpoints.show(found, validation, lastStep);
                }
            });
        });
    }

    private static Optional<Long> size(Path lora) {
        try {
            return Optional.of(Files.size(lora));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** What is on disk; nothing where the folder is gone. */
    private static List<Checkpoint> found(RunFiles files, Path lora) {
        try {
            return Checkpoint.of(files, lora);
        } catch (IOException e) {
            return List.of();
        }
    }
}
