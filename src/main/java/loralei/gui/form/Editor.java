package loralei.gui.form;

import javax.swing.JComponent;

/** Where the text of one setting is entered. */
public interface Editor {
    /** What stands in the row. */
    JComponent component();

    /** The part of it that has the focus, the name and the outline. */
    JComponent field();

    /** What is entered. */
    String text();

    /** Shows a text without telling the listener, for no person entered it. */
    void show(String text);

    /** Has a listener told whenever a person changes the text. */
    void onEdit(Runnable listener);

    /** Whether the editor uses all the width that there is. */
    default boolean wide() {
        return true;
    }
}
