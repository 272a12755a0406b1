package loralei.gui.tools;

import java.awt.Component;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import loralei.config.SettingType;
import loralei.gui.entry.AreaEditor;
import loralei.gui.form.ChoiceEditor;
import loralei.gui.form.Editor;
import loralei.gui.form.PathChooser;
import loralei.gui.form.PathEditor;
import loralei.gui.form.SwitchEditor;
import loralei.gui.form.TextEditor;
import loralei.gui.state.ToolState;
import loralei.gui.widget.FilePicker;
import loralei.gui.widget.SwingFilePicker;
import loralei.lora.KeyFormat;
import loralei.safetensors.DType;
import loralei.text.Texts;

/** Makes what the fields of the tools are entered in. */
final class ToolEditors {
    private static final int LONG_ROWS = 3;

    private final Texts texts;
    private final ToolServices services;
    private final Supplier<List<Path>> knownLoras;
    private final FilePicker picker = new SwingFilePicker();

    ToolEditors(Texts texts, ToolServices services, Supplier<List<Path>> knownLoras) {
        this.texts = texts;
        this.services = services;
        this.knownLoras = knownLoras;
    }

    /**
     * Makes one.
     *
     * @param kind the tool
     * @param name of the field
     * @param target asked where the file is to go that the tool makes
     */
    Editor of(ToolKind kind, String name, Supplier<ToolEntries> target) {
        return switch (name) {
            case ToolEntries.FILE, ToolEntries.FIRST, ToolEntries.SECOND ->
                path(name, this::open).withRecent(texts.get("lora.known"), knownLoras);
            case ToolEntries.MODEL, ToolEntries.BASE, ToolEntries.TUNED ->
                path(name, this::open)
                        .withRecent(texts.get("model.known"), services.memory().models());
            case ToolEntries.OUTPUT -> path(name, (owner, title, start, filesToo) -> save(owner, title, target.get()));
            case ToolEntries.NAMING -> choice("naming.choice.", namings());
            case ToolEntries.SIZE ->
                choice(
                        "size.choice.",
                        kind == ToolKind.MERGE
                                ? List.of(ToolEntries.EXACT, ToolEntries.BY_RANK, ToolEntries.BY_SHARE)
                                : List.of(ToolEntries.BY_RANK, ToolEntries.BY_SHARE));
            case ToolEntries.TYPE ->
                choice(
                        "type.choice.",
                        List.of(ToolEntries.AS_IT_IS, DType.F16.name(), DType.BF16.name(), DType.F32.name()));
            case ToolEntries.RANK, ToolEntries.SHARE, ToolEntries.MOST -> number(name, kind);
            case ToolEntries.CONVOLUTIONS, ToolEntries.ENCODERS -> on(name);
            case "description", "notes" -> new AreaEditor(LONG_ROWS);
            case ToolEntries.COVER -> new CoverEditor(texts, services.background(), this::open);
            default -> TextEditor.ofText(texts.has(name + ".placeholder") ? texts.get(name + ".placeholder") : "");
        };
    }

    /** The namings that are offered, those that most programs read first. */
    static List<String> namings() {
        return Stream.of(
                        KeyFormat.KOHYA,
                        KeyFormat.PEFT,
                        KeyFormat.COMFY,
                        KeyFormat.KOHYA_DIFFUSERS_PATHS,
                        KeyFormat.COMFY_DIFFUSERS,
                        KeyFormat.ORIGINAL,
                        KeyFormat.DIFFUSERS,
                        KeyFormat.DIFFUSERS_OLD)
                .map(KeyFormat::name)
                .toList();
    }

    private PathEditor path(String name, PathChooser chooser) {
        return new PathEditor(texts.part("form"), chooser, true, texts.get(name + ".choose"));
    }

    private Editor choice(String names, List<String> ids) {
        return new ChoiceEditor(ids, id -> texts.get(names + id));
    }

    private Editor on(String name) {
        Editor box = new SwitchEditor(texts.get(name + ".label"));
        box.show("true");
        return box;
    }

    private static Editor number(String name, ToolKind kind) {
        Editor number = TextEditor.ofNumber();
        number.show(
                switch (name) {
                    case ToolEntries.RANK -> kind == ToolKind.RESIZE ? "16" : "64";
                    case ToolEntries.SHARE -> "90";
                    default -> "128";
                });
        return number;
    }

    /** Begins where the last file was found, and keeps that in mind. */
    Optional<Path> open(Component owner, String title, Path start, boolean filesToo) {
        String last = services.memory().tab().get().folder();
        Path from = start.toString().isEmpty() ? Path.of(last) : start;
        Optional<Path> chosen = PathChooser.swing(owner, title, from, filesToo);
        chosen.ifPresent(this::remember);
        return chosen;
    }

    /** Keeps in mind where a file was. */
    void remember(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            services.memory().change().accept(state -> new ToolState(state.tool(), SettingType.PATH.toText(folder)));
        }
    }

    private Optional<Path> save(Component owner, String title, ToolEntries entries) {
        if (entries.writesFolder()) {
            return open(owner, title, Path.of(""), false);
        }
        FilePicker.Kind files = new FilePicker.Kind("safetensors", texts.get("output.files"));
        Path suggestion =
                entries.path(ToolEntries.OUTPUT).map(Path::toAbsolutePath).orElse(Path.of(""));
        return picker.save(owner, title, suggestion, files);
    }
}
