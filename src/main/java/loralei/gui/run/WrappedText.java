package loralei.gui.run;

import javax.swing.BorderFactory;
import javax.swing.JTextArea;
import javax.swing.UIManager;

/** A text of several lines that looks like a label; it can be marked and copied. */
final class WrappedText {
    private WrappedText() {}

    /**
     * An empty one.
     *
     * @param name of the component
     */
    static JTextArea create(String name) {
        JTextArea area = new JTextArea();
        area.setName(name);
        area.setEditable(false);
        area.setLineWrap(true);
        area.setWrapStyleWord(true);
        area.setOpaque(false);
        area.setBorder(BorderFactory.createEmptyBorder());
        area.setFocusable(false);
        area.setForeground(UIManager.getColor("Label.foreground"));
        return area;
    }
}
