package loralei.gui.form;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.swing.JComponent;
import javax.swing.JLabel;
import loralei.config.Family;
import loralei.config.TrainingConfig;
import loralei.gui.widget.Buttons;
import loralei.text.Texts;

/** Makes the rows on the screen from those of the table. */
final class RowFactory {
    private static final String BASE_MODEL = "baseModel";

    /** What may be a file as well as a folder; the check says what can be read. */
    private static final Set<String> FILES_TOO =
            Set.of(BASE_MODEL, "vae", "textEncoders", "instanceDir", "pictureEdits", "startFrom");

    private final Family family;
    private final Texts texts;
    private final Texts settings;
    private final Function<Family, List<Path>> recentModels;
    private final PathChooser chooser;
    private final Supplier<String> trainingPrompt;

    RowFactory(
            Family family,
            Texts texts,
            Function<Family, List<Path>> recentModels,
            PathChooser chooser,
            Supplier<String> trainingPrompt) {
        this.family = family;
        this.texts = texts;
        this.settings = texts.part("settings");
        this.recentModels = recentModels;
        this.chooser = chooser;
        this.trainingPrompt = trainingPrompt;
    }

    RowView make(FormRow row) {
        Editor editor = editor(row);
        Optional<JLabel> label = Optional.empty();
        if (row.kind() != EditorKind.SWITCH) {
            label = Optional.of(new JLabel(text(row, "label")));
            label.get().setName(row.name() + ".label");
        }
        Optional<JLabel> unit = Optional.empty();
        if (hasUnit(row)) {
            unit = Optional.of(new JLabel(text(row, "unit")));
            Severity.MUTED.apply(unit.get());
        }
        if (settings.has(key(row, "mnemonic"))) {
            char letter = text(row, "mnemonic").charAt(0);
            label.ifPresent(named -> named.setDisplayedMnemonic(letter));
            if (editor instanceof SwitchEditor box) {
                box.setMnemonic(letter);
            }
        }
        return new RowView(row, editor, label, unit);
    }

    /** Says in the tooltip what the setting does, and what its default is and why. */
    void explain(RowView view, String defaultText) {
        FormRow row = view.row();
        String reason = text(row, "reason");
        boolean hasDefault = !defaultText.isEmpty() && row.kind() != EditorKind.SWITCH && !isNoneAtZero(row);
        String because = hasDefault
                ? texts.get("default", settings.choice(row.name(), defaultText), reason)
                : texts.get("default.plain", reason);
        String tooltip = Tooltip.lines(List.of(text(row, "help"), because));
        view.label().ifPresent(label -> label.setToolTipText(tooltip));
        JComponent field = view.editor().field();
        field.setToolTipText(tooltip);
    }

    private boolean isNoneAtZero(FormRow row) {
        return settings.has(key(row, "none"));
    }

    private boolean hasUnit(FormRow row) {
        return settings.has(key(row, "unit"))
                && !FormRows.hasNeighbour(row)
                && !text(row, "label").equalsIgnoreCase(text(row, "unit"));
    }

    private Editor editor(FormRow row) {
        return switch (row.kind()) {
            case TEXT -> TextEditor.ofText(settings.has(key(row, "placeholder")) ? text(row, "placeholder") : "");
            case LINES ->
                new LinesEditor(text(row, "placeholder"))
                        .withSuggestion(
                                Buttons.button(texts, "previewPrompts.add", "addTrainingPrompt", () -> {}),
                                trainingPrompt);
            case NUMBER -> isNoneAtZero(row) ? TextEditor.ofNumberOrNone(text(row, "none")) : TextEditor.ofNumber();
            case SWITCH -> new SwitchEditor(text(row, "label"));
            case CHOICE -> new ChoiceEditor(row.setting().type().choices(), id -> settings.choice(row.name(), id));
            case PATH -> path(row);
        };
    }

    private Editor path(FormRow row) {
        boolean model = row.name().equals(BASE_MODEL);
        PathEditor editor = new PathEditor(
                texts, chooser, FILES_TOO.contains(row.name()), texts.get("browse.title", text(row, "label")));
        if (settings.has(key(row, "placeholder"))) {
            editor.field().putClientProperty("JTextField.placeholderText", text(row, "placeholder"));
        }
        return model ? editor.withRecent(texts.get("recent"), this::models) : editor;
    }

    private List<Path> models() {
        Set<Path> models = new LinkedHashSet<>(recentModels.apply(family));
        models.add(TrainingConfig.defaults(family).baseModel());
        return List.copyOf(models);
    }

    private String text(FormRow row, String what) {
        return settings.get(key(row, what));
    }

    private static String key(FormRow row, String what) {
        return row.name() + "." + what;
    }
}
