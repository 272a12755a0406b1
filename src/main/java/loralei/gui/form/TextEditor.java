package loralei.gui.form;

import javax.swing.JComponent;
import javax.swing.JTextField;
import loralei.gui.widget.TextChanges;

/** A field for a line of text or a number. */
public final class TextEditor implements Editor {
    private static final int NUMBER_COLUMNS = 7;
    private static final String NONE = "0";

    private final JTextField field = new JTextField();
    private final boolean wide;
    private final boolean endFirst;
    private final boolean zeroIsEmpty;
    private Runnable listener = () -> {};
    private boolean showing;

    private TextEditor(boolean wide, boolean endFirst, String placeholder, boolean zeroIsEmpty) {
        this.wide = wide;
        this.endFirst = endFirst;
        this.zeroIsEmpty = zeroIsEmpty;
        field.putClientProperty("JTextField.placeholderText", placeholder);
        if (!wide) {
            field.setColumns(NUMBER_COLUMNS);
        }
        TextChanges.in(field, () -> {
            if (!showing) {
                listener.run();
            }
        });
    }

    /**
     * For a text.
     *
     * @param placeholder what stands there while it is empty
     */
    public static TextEditor ofText(String placeholder) {
        return new TextEditor(true, false, placeholder, false);
    }

    /** For a number. */
    public static TextEditor ofNumber() {
        return new TextEditor(false, false, "", false);
    }

    /**
     * For a number whose default is 0, where 0 does not mean a number: the field is empty then.
     *
     * @param meaning what 0 stands for, in a word or two
     */
    public static TextEditor ofNumberOrNone(String meaning) {
        return new TextEditor(false, false, meaning, true);
    }

    /** For a path, whose end tells more than its beginning where both do not fit. */
    static TextEditor ofPath() {
        return new TextEditor(true, true, "", false);
    }

    @Override
    public JComponent component() {
        return field;
    }

    @Override
    public JTextField field() {
        return field;
    }

    @Override
    public String text() {
        return field.getText();
    }

    @Override
    public void show(String value) {
        String text = zeroIsEmpty && value.equals(NONE) ? "" : value;
        if (!text.equals(field.getText())) {
            showing = true;
            field.setText(text);
            field.setCaretPosition(endFirst ? text.length() : 0);
            showing = false;
        }
    }

    /** Enters a text as if it had been typed. */
    public void enter(String text) {
        show(text);
        listener.run();
    }

    @Override
    public void onEdit(Runnable told) {
        listener = told;
    }

    @Override
    public boolean wide() {
        return wide;
    }
}
