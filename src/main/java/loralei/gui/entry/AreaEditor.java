package loralei.gui.entry;

import java.awt.KeyboardFocusManager;
import javax.swing.JComponent;
import javax.swing.JScrollPane;
import javax.swing.JTextArea;
import javax.swing.ScrollPaneConstants;
import loralei.gui.form.Editor;
import loralei.gui.widget.TextChanges;

/** A field for a text of some lines; the key Tab leaves it. */
public final class AreaEditor implements Editor {
    private final JTextArea area;
    private final JScrollPane pane;
    private Runnable listener = () -> {};
    private boolean showing;

    /**
     * Without a text.
     *
     * @param rows how many lines are to be seen
     */
    public AreaEditor(int rows) {
        area = new JTextArea(rows, 20);
        area.setLineWrap(true);
        area.setWrapStyleWord(true);
        area.setFocusTraversalKeys(KeyboardFocusManager.FORWARD_TRAVERSAL_KEYS, null);
        area.setFocusTraversalKeys(KeyboardFocusManager.BACKWARD_TRAVERSAL_KEYS, null);
        pane = new JScrollPane(area);
        pane.setHorizontalScrollBarPolicy(ScrollPaneConstants.HORIZONTAL_SCROLLBAR_NEVER);
        TextChanges.in(area, () -> {
            if (!showing) {
                listener.run();
            }
        });
    }

    @Override
    public JComponent component() {
        return pane;
    }

    @Override
    public JComponent field() {
        return area;
    }

    @Override
    public String text() {
        return area.getText();
    }

    @Override
    public void show(String text) {
        if (!text.equals(area.getText())) {
            showing = true;
            area.setText(text);
            area.setCaretPosition(0);
            showing = false;
        }
    }

    @Override
    public void onEdit(Runnable told) {
        listener = told;
    }
}
