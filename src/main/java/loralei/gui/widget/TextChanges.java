package loralei.gui.widget;

import javax.swing.event.DocumentEvent;
import javax.swing.event.DocumentListener;
import javax.swing.text.JTextComponent;

/** Every change of a text, whoever makes it. */
public final class TextChanges implements DocumentListener {
    private final Runnable listener;

    private TextChanges(Runnable listener) {
        this.listener = listener;
    }

    /** Has a listener told of every change in a field. */
    public static void in(JTextComponent field, Runnable listener) {
        field.getDocument().addDocumentListener(new TextChanges(listener));
    }

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
}
