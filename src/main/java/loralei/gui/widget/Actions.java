package loralei.gui.widget;

import java.awt.event.ActionEvent;
import javax.swing.AbstractAction;
import javax.swing.JComponent;
import javax.swing.KeyStroke;

/** What is done by a key or an item of a menu. */
public final class Actions extends AbstractAction {
    private static final long serialVersionUID = 1L;

    private final transient Runnable action;

    private Actions(String text, Runnable action) {
        super(text);
        this.action = action;
    }

    /** An action for a menu. */
    public static Actions of(String text, Runnable action) {
        return new Actions(text, action);
    }

    /** Has a key do something in a component that has the focus. */
    public static void onKey(JComponent component, String stroke, Runnable action) {
        component.getInputMap().put(KeyStroke.getKeyStroke(stroke), stroke);
        component.getActionMap().put(stroke, of(stroke, action));
    }

    @Override
    public void actionPerformed(ActionEvent event) {
        action.run();
    }
}
