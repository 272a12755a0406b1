package loralei.gui.tryit;

import java.awt.event.FocusAdapter;
import java.awt.event.FocusEvent;
import java.util.Optional;
import javax.swing.JComponent;
import javax.swing.JLabel;
import loralei.gui.form.Editor;
import loralei.gui.form.Note;
import loralei.gui.form.Severity;
import loralei.text.Texts;

/** An entry of the tab on the screen: label, editor, and what is said about it below. */
final class Field {
    private static final String OUTLINE = "JComponent.outline";
    private static final String PREFIX = "try-";

    private final String name;
    private final Editor editor;
    private final JLabel label;
    private final Note note;

    /**
     * Builds an entry.
     *
     * @param name of the entry; its texts are NAME.label and NAME.help
     */
    Field(Texts texts, String name, Editor editor) {
        this(texts, name, PREFIX + name, editor);
    }

    /** The same, with another name for the component. */
    Field(Texts texts, String name, String componentName, Editor editor) {
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

    String name() {
        return name;
    }

    Editor editor() {
        return editor;
    }

    JLabel label() {
        return label;
    }

    JComponent note() {
        return note.component();
    }

    /** Says something about what is entered; where that is wrong, the field is marked. */
    void say(Severity severity, String text) {
        boolean bad = severity == Severity.BAD && !text.isEmpty();
        outlined().putClientProperty(OUTLINE, bad ? "error" : null);
        editor.field().getAccessibleContext().setAccessibleDescription(bad ? text : null);
        note.show(severity, text);
    }

    /** Says what is wrong, or nothing. */
    void wrong(Optional<String> problem) {
        say(Severity.BAD, problem.orElse(""));
    }

    /** A text area has no edge of its own; that of the pane around it is marked. */
    private JComponent outlined() {
        return editor instanceof AreaEditor ? editor.component() : editor.field();
    }
}
