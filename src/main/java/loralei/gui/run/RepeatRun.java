package loralei.gui.run;

import java.awt.Component;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import javax.swing.SwingUtilities;
import loralei.gui.error.Dialogs;
import loralei.gui.widget.FilePicker;
import loralei.job.InspectJob;
import loralei.job.stored.StoredSettings;
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

    /** Says what another trainer's settings are, and what becomes of them, before they take the place of others. */
    private boolean isAgreed(StoredSettings settings, Path lora) {
        Texts words = texts.part("stored");
        List<String> told = new ArrayList<>();
        told.add(words.get("taken." + settings.trainer(), lora.getFileName()));
        settings.notes().forEach(note -> told.add(words.say(note)));
        return dialogs.confirm(words.get("title"), String.join("\n\n", told), words.get("yes"), words.get("no"));
    }

    void repeat(Path lora) {
        background.execute(() -> {
            try {
                StoredSettings settings = stored.settings(lora);
                if (settings.isWhole() || isAgreed(settings, lora)) {
                    SwingUtilities.invokeLater(() -> actions.repeat(settings));
                }
            } catch (IOException | RuntimeException e) {
                SwingUtilities.invokeLater(() -> dialogs.error(texts.get("repeat.title"), e));
            }
        });
    }
}
