package loralei.gui.concepts;

import java.awt.CardLayout;
import java.awt.event.FocusAdapter;
import java.awt.event.FocusEvent;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import javax.swing.BorderFactory;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import loralei.config.Choice;
import loralei.data.ConceptEntry;
import loralei.data.ConceptEntry.Counted;
import loralei.data.ConceptEntry.Field;
import loralei.data.ConceptEntry.Role;
import loralei.data.ConceptLook;
import loralei.gui.form.ChoiceEditor;
import loralei.gui.form.Editor;
import loralei.gui.form.Note;
import loralei.gui.form.PathChooser;
import loralei.gui.form.PathEditor;
import loralei.gui.form.Severity;
import loralei.gui.form.SwitchEditor;
import loralei.gui.form.TextEditor;
import loralei.gui.widget.TrackingPanel;
import loralei.gui.widget.WrappedText;
import loralei.text.Message;
import loralei.text.Texts;
import net.miginfocom.swing.MigLayout;

/** What is entered of the folders that are selected. For the event thread only. */
final class ConceptDetail {
    private static final String FIELDS = "fields";
    private static final String HINT = "hint";
    private static final int HINT_WIDTH = 260;
    private static final String OUTLINE = "JComponent.outline";

    /** Where what is entered of one folder cannot be that of another. */
    private static final List<Field> OF_ONE = List.of(Field.FOLDER, Field.TEXTS, Field.PROMPT);

    private final Texts texts;
    private final ConceptWords words;
    private final CardLayout cards = new CardLayout();
    private final JPanel panel = new JPanel(cards);
    private final TrackingPanel fields =
            new TrackingPanel(new MigLayout("insets 2lp 2lp 8lp 10lp, fillx, hidemode 3, gapy 0", "[]12lp[grow,fill]"));
    private final Map<Field, Editor> editors = new EnumMap<>(Field.class);
    private final Map<Field, Note> notes = new EnumMap<>(Field.class);
    private final Map<Field, JLabel> labels = new EnumMap<>(Field.class);
    private final PathEditor folder;
    private final PromptEditor prompt;
    private int line;
    private int selectedCount;

    /**
     * Builds the fields.
     *
     * @param promptOfRun what stands in for a prompt
     * @param changed told which field says what now
     */
    ConceptDetail(Texts texts, ConceptWords words, String promptOfRun, BiConsumer<Field, String> changed) {
        this.texts = texts;
        this.words = words;
        folder = new PathEditor(texts.part("form"), PathChooser::swing, false, texts.get("folder.choose"));
        prompt = new PromptEditor(texts, promptOfRun);
        add(Field.FOLDER, folder);
        add(Field.SUBFOLDERS, new SwitchEditor(texts.get("subfolders.label")));
        add(Field.TEXTS, choice("texts.", ConceptEntry.Texts.values()));
        add(Field.PROMPT, prompt);
        add(Field.AMOUNT, TextEditor.ofNumber(), Optional.of(choice("counted.", Counted.values())));
        add(Field.WEIGHT, TextEditor.ofNumber());
        add(Field.ROLE, choice("role.", Role.THING, Role.CLASS));
        add(Field.RESOLUTION, TextEditor.ofNumberOrNone(texts.get("resolution.none")));
        add(Field.FLIP, new SwitchEditor(texts.get("flip.label")));
        add(Field.USED, new SwitchEditor(texts.get("used.label")));
        editors.forEach((field, editor) -> editor.onEdit(() -> changed.accept(field, editor.text())));
        prompt.fileField().setName("concept-promptFile");
        prompt.fileField().getAccessibleContext().setAccessibleName(texts.get("file.label"));
        JScrollPane scroll = new JScrollPane(fields);
        scroll.setBorder(BorderFactory.createEmptyBorder());
        scroll.setHorizontalScrollBarPolicy(JScrollPane.HORIZONTAL_SCROLLBAR_NEVER);
        JPanel hint = new JPanel(new MigLayout("insets 12lp, fill", "[grow,center]", "[grow,center]"));
        JComponent text = WrappedText.of("conceptsHint", texts.get("hint"), "", HINT_WIDTH);
        hint.add(text, "width 0:" + HINT_WIDTH + "lp:" + HINT_WIDTH + "lp");
        panel.add(hint, HINT);
        panel.add(scroll, FIELDS);
    }

    private ChoiceEditor choice(String names, Choice... values) {
        return new ChoiceEditor(Stream.of(values).map(Choice::id).toList(), id -> texts.get(names + id));
    }

    private void add(Field field, Editor editor) {
        add(field, editor, Optional.empty());
    }

    /** Adds a row, of an amount with what it is said of beside it. */
    private void add(Field field, Editor editor, Optional<Editor> counted) {
        named(field, editor);
        boolean isSwitch = editor instanceof SwitchEditor;
        if (!isSwitch) {
            JLabel label = new JLabel(texts.get(field.id() + ".label"));
            label.setLabelFor(editor.field());
            label.setToolTipText(texts.get(field.id() + ".help"));
            labels.put(field, label);
            fields.add(label, "cell 0 " + line + ", gaptop 9lp");
        }
        JComponent entry = editor.component();
        if (counted.isPresent()) {
            named(Field.COUNTED, counted.get());
            entry = new JPanel(new MigLayout("insets 0", "[50lp::]8lp[60lp::]", "[]"));
            entry.setOpaque(false);
            entry.add(editor.component(), "wmin 50lp");
            entry.add(counted.get().component(), "wmin 60lp");
        }
        String width = editor.wide() ? ", growx, wmin 60, pushx" : ", growx 0, wmin 60";
        fields.add(entry, "cell 1 " + line++ + ", gaptop " + (isSwitch ? 4 : 9) + "lp" + width);
        fields.add(notes.get(field).component(), "cell 1 " + line++ + ", growx, wmin 20, gaptop 3lp");
    }

    private void named(Field field, Editor editor) {
        JComponent entry = editor.field();
        entry.setName("concept-" + field.id());
        entry.setToolTipText(texts.get(field.id() + ".help"));
        entry.getAccessibleContext().setAccessibleName(texts.get(field.id() + ".label"));
        entry.addFocusListener(new FocusAdapter() {
            @Override
            public void focusGained(FocusEvent event) {
                if (entry.getParent() instanceof JComponent around) {
                    around.scrollRectToVisible(entry.getBounds());
                }
            }
        });
        editors.put(field, editor);
        notes.put(field, Note.small("concept-" + field.id() + ".note"));
    }

    JComponent component() {
        return panel;
    }

    /** Goes to a field. */
    void focus(Field field) {
        (field == Field.PROMPT ? prompt.shown() : editors.get(field).field()).requestFocusInWindow();
    }

    /** Shows what the first of the selected says; none where nothing is selected. */
    void show(List<ConceptEntry> selected, Optional<ConceptLook> look) {
        selectedCount = selected.size();
        cards.show(panel, selected.isEmpty() ? HINT : FIELDS);
        if (!selected.isEmpty()) {
            ConceptEntry first = selected.get(0);
            boolean alone = selected.size() == 1;
            folder.field().setEnabled(alone);
            folder.browse().setEnabled(alone);
            editors.get(Field.TEXTS).field().setEnabled(alone);
            prompt.setEnabled(alone);
            labels.forEach((field, label) -> label.setEnabled(alone || !OF_ONE.contains(field)));
            adapt(first);
            editors.forEach((field, editor) -> editor.show(first.text(field)));
            tell(first, look);
        }
    }

    /** Says what is found or wrong. */
    void tell(ConceptEntry entry, Optional<ConceptLook> look) {
        adapt(entry);
        Map<Field, ConceptWords.Remark> remarks = new EnumMap<>(Field.class);
        if (selectedCount > 1) {
            remarks.put(Field.FOLDER, new ConceptWords.Remark(Severity.NORMAL, texts.get("several", selectedCount)));
        } else {
            remarks.put(Field.FOLDER, words.found(look));
            remarks.put(Field.PROMPT, words.trainedOn(entry, look));
        }
        if (entry.role() == Role.OTHER) {
            remarks.put(Field.ROLE, new ConceptWords.Remark(Severity.WARN, texts.get("role.other.note")));
        }
        for (Map.Entry<Field, Message> problem : entry.problems().entrySet()) {
            remarks.put(problem.getKey(), new ConceptWords.Remark(Severity.BAD, texts.say(problem.getValue())));
        }
        notes.forEach((field, note) -> {
            ConceptWords.Remark remark = remarks.getOrDefault(field, new ConceptWords.Remark(Severity.MUTED, ""));
            boolean bad = remark.severity() == Severity.BAD && !remark.text().isEmpty();
            note.show(remark.severity(), remark.text());
            JComponent entered =
                    field == Field.PROMPT ? prompt.shown() : editors.get(field).field();
            entered.putClientProperty(OUTLINE, bad ? "error" : null);
            entered.getAccessibleContext().setAccessibleDescription(bad ? remark.text() : null);
        });
    }

    /** Has the fields that belong to what is chosen. */
    private void adapt(ConceptEntry entry) {
        boolean file = entry.texts() == ConceptEntry.Texts.FILE;
        boolean names = entry.texts() == ConceptEntry.Texts.NAMES;
        prompt.setFile(file);
        prompt.component().setVisible(!names);
        labels.get(Field.PROMPT).setVisible(!names);
        labels.get(Field.PROMPT).setText(texts.get(file ? "file.label" : "prompt.label"));
    }
}
