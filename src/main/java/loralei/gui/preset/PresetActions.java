package loralei.gui.preset;

import java.awt.Component;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import loralei.config.Family;
import loralei.config.TrainingConfig;
import loralei.gui.error.Dialogs;
import loralei.gui.preset.NamingPanel.Naming;
import loralei.gui.widget.FilePicker;
import loralei.text.Texts;

/** What a person can do with presets. Begins on the event thread, and looks at the disk on another one. */
final class PresetActions {
    private final Family family;
    private final Presets presets;
    private final Dialogs dialogs;
    private final Function<Component, Optional<Naming>> askName;
    private final FilePicker picker;
    private final Executor background;
    private final Texts texts = Texts.of("preset");

    /**
     * Begins with what the actions work on.
     *
     * @param family the family of the form beside which the presets stand
     * @param presets all presets
     * @param dialogs asks and tells, from any thread
     * @param askName asks what a preset shall be called, on the event thread
     * @param picker asks for files
     * @param background for all that touches the disk
     */
    PresetActions(
            Family family,
            Presets presets,
            Dialogs dialogs,
            Function<Component, Optional<Naming>> askName,
            FilePicker picker,
            Executor background) {
        this.family = family;
        this.presets = presets;
        this.dialogs = dialogs;
        this.askName = askName;
        this.picker = picker;
        this.background = background;
    }

    /** Something that may fail for want of a disk. */
    @FunctionalInterface
    interface Task {
        void run() throws IOException;
    }

    /** Does something in the background, and tells if it fails. */
    void run(String titleKey, Task task) {
        background.execute(() -> {
            try {
                task.run();
            } catch (IOException | RuntimeException e) {
                dialogs.error(texts.get(titleKey), e);
            }
        });
    }

    /** Keeps the settings under a name that the person gives. */
    void saveAs(Component owner, TrainingConfig config) {
        askName.apply(owner).ifPresent(naming -> {
            Preset preset = Preset.of(naming.name(), naming.reason(), config);
            run("save.title", () -> saveUnlessRefused("save.title", preset));
        });
    }

    /** Keeps a preset that somebody shared. */
    void importFile(Component owner) {
        picker.open(owner, texts.get("import.title"), Path.of(""), kind())
                .ifPresent(file -> run("import.title", () -> {
                    Preset preset = presets.read(file);
                    boolean agreed = preset.family() == family
                            || dialogs.confirm(
                                    texts.get("import.title"),
                                    texts.get(
                                            "import.otherFamily",
                                            preset.name(),
                                            preset.family().label()),
                                    texts.get("import.yes"),
                                    texts.get("no"));
                    if (agreed) {
                        saveUnlessRefused("import.title", preset);
                    }
                }));
    }

    /** Writes a preset to a file that the person can give away. */
    void export(Component owner, Preset preset) {
        picker.save(owner, texts.get("export.title"), Path.of(preset.name() + ".json"), kind())
                .ifPresent(target -> run("export.title", () -> {
                    boolean agreed = !Files.exists(target)
                            || dialogs.confirm(
                                    texts.get("export.title"),
                                    texts.get("export.replace", target),
                                    texts.get("replace.yes"),
                                    texts.get("no"));
                    if (agreed) {
                        presets.exportTo(target, preset);
                    }
                }));
    }

    private FilePicker.Kind kind() {
        return new FilePicker.Kind("json", texts.get("files"));
    }

    /** Deletes a preset of the person. */
    void delete(Preset preset) {
        run("delete.title", () -> {
            if (dialogs.confirm(
                    texts.get("delete.title"),
                    texts.get("delete.question", preset.name()),
                    texts.get("delete.yes"),
                    texts.get("no"))) {
                presets.delete(preset);
            }
        });
    }

    private void saveUnlessRefused(String titleKey, Preset preset) throws IOException {
        boolean agreed = !presets.has(preset.name(), preset.family())
                || dialogs.confirm(
                        texts.get(titleKey),
                        texts.get("save.replace", preset.name()),
                        texts.get("replace.yes"),
                        texts.get("no"));
        if (agreed) {
            presets.save(preset);
        }
    }
}
