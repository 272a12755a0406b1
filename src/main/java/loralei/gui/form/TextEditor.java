package loralei.gui.form;

import javax.swing.JComponent;
import javax.swing.JTextField;
import javax.swing.event.DocumentEvent;
import javax.swing.event.DocumentListener;
import javax.swing.text.Document;

/** A field for a line of text or a number. */
final class TextEditor implements Editor {
    private static final int NUMBER_COLUMNS = 7;

    private final JTextField field = new JTextField();
    private final boolean wide;
    private boolean showing;

    private TextEditor(boolean wide) {
        this.wide = wide;
        if (!wide) {
            field.setColumns(NUMBER_COLUMNS);
        }
    }

    static TextEditor ofText(String placeholder) {
        TextEditor editor = new TextEditor(true);
        editor.field.putClientProperty("JTextField.placeholderText", placeholder);
        return editor;
    }

    static TextEditor ofNumber() {
        return new TextEditor(false);
    }

    @Override
    public JComponent component() {
        return field;
    }

    @Override
    public JComponent field() {
        return field;
    }

    @Override
    public String text() {
        return field.getText();
    }

    @Override
    public void show(String text) {
        if (!text.equals(field.getText())) {
            showing = true;
            field.setText(text);
            field.setCaretPosition(0);
            showing = false;
        }
    }

    @Override
    public void onEdit(Runnable listener) {
        listen(field.getDocument(), () -> {
            if (!showing) {
                listener.run();
            }
        });
    }

    @Override
    public boolean wide() {
        return wide;
    }

    /** Has a listener told of every change of a text. */
    static void listen(Document document, Runnable listener) {
        document.addDocumentListener(new DocumentListener() {
            @Override
            public void insertUpdate(DocumentEvent event) {
                listener.run();
            }

            @Override
            public void removeUpdate(DocumentEvent event) {
                listener.run();
            }

            @Override
            public void changedUpdate(DocumentEvent event) {
                listener.run();
            }
        });
    }
}
