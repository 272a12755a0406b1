package loralei.gui.run;

import java.awt.Component;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Executor;
import javax.swing.SwingUtilities;
import loralei.config.TrainingConfig;
import loralei.gui.error.Dialogs;
import loralei.gui.widget.FilePicker;
import loralei.job.InspectJob;
import loralei.text.Texts;

/** Reads the settings out of a LoRA and hands them on, to be filled in. */
final class RepeatRun {
    private final Texts texts;
    private final StoredConfig stored;
    private final RunActions actions;
    private final Dialogs dialogs;
    private final FilePicker picker;
    private final Executor background;

    RepeatRun(Locale locale, RunActions actions, Dialogs dialogs, FilePicker picker, Executor background) {
        this.texts = Texts.of("run", locale);
        this.stored = new StoredConfig(InspectJob::run);
        this.actions = actions;
        this.dialogs = dialogs;
        this.picker = picker;
        this.background = background;
    }

    /** Asks for a LoRA first. */
    void ask(Component parent, Path suggestion) {
        FilePicker.Kind kind = new FilePicker.Kind("safetensors", texts.get("file.lora"));
        picker.open(parent, texts.get("repeat.title"), suggestion, kind).ifPresent(this::repeat);
    }

    void repeat(Path lora) {
        background.execute(() -> {
            try {
                TrainingConfig config = stored.of(lora);
                SwingUtilities.invokeLater(() -> actions.repeat(config));
            } catch (IOException | RuntimeException e) {
                SwingUtilities.invokeLater(() -> dialogs.error(texts.get("repeat.title"), e));
            }
        });
    }
}
