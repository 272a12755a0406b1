package loralei.gui.entry;

import java.awt.event.FocusAdapter;
import java.awt.event.FocusEvent;
import java.util.Optional;
import javax.swing.JComponent;
import javax.swing.JLabel;
import loralei.gui.form.Editor;
import loralei.gui.form.Note;
import loralei.gui.form.Severity;
import loralei.text.Texts;

/** An entry on the screen: label, editor, and what is said about it below. */
public final class Field {
    private static final String OUTLINE = "JComponent.outline";

    private final String name;
    private final Editor editor;
    private final JLabel label;
    private final Note note;

    /**
     * Builds an entry.
     *
     * @param name of the entry; its texts are NAME.label and NAME.help
     * @param componentName name of the component
     */
    public Field(Texts texts, String name, String componentName, Editor editor) {
        this.name = name;
        this.editor = editor;
        this.label = new JLabel(texts.get(name + ".label"));
        this.note = Note.small(componentName + ".note");
        JComponent field = editor.field();
        field.setName(componentName);
        field.setToolTipText(texts.get(name + ".help"));
        label.setToolTipText(field.getToolTipText());
        label.setLabelFor(field);
        if (texts.has(name + ".mnemonic")) {
            label.setDisplayedMnemonic(texts.get(name + ".mnemonic").charAt(0));
        }
        field.getAccessibleContext().setAccessibleName(label.getText());
        field.addFocusListener(new FocusAdapter() {
            @Override
            public void focusGained(FocusEvent event) {
                if (field.getParent() instanceof JComponent around) {
                    around.scrollRectToVisible(field.getBounds());
                }
            }
        });
    }

    /** Name of the entry. */
    public String name() {
        return name;
    }

    /** Where it is entered. */
    public Editor editor() {
        return editor;
    }

    /** What stands before it. */
    public JLabel label() {
        return label;
    }

    /** What is said of it, to be put below. */
    public JComponent note() {
        return note.component();
    }

    /** Shows or hides all of it. */
    public void setVisible(boolean visible) {
        label.setVisible(visible);
        editor.component().setVisible(visible);
        note.setFolded(!visible);
    }

    /** Says something about what is entered; where that is wrong, the field is marked. */
    public void say(Severity severity, String text) {
        boolean bad = severity == Severity.BAD && !text.isEmpty();
        outlined().putClientProperty(OUTLINE, bad ? "error" : null);
        editor.field().getAccessibleContext().setAccessibleDescription(bad ? text : null);
        note.show(severity, text);
    }

    /** Says what is wrong, or nothing. */
    public void wrong(Optional<String> problem) {
        say(Severity.BAD, problem.orElse(""));
    }

    /** A text area has no edge of its own; that of the pane around it is marked. */
    private JComponent outlined() {
        return editor instanceof AreaEditor ? editor.component() : editor.field();
    }
}
