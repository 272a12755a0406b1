package loralei.gui.widget;

import com.formdev.flatlaf.util.UIScale;
import java.awt.Insets;
import javax.swing.JTextArea;
import javax.swing.UIManager;
import javax.swing.text.DefaultCaret;

/** A text of any length that wraps like a label would, if labels did. */
public final class WrappedText {
    private WrappedText() {}

    /**
     * Makes the text.
     *
     * @param name of the component
     * @param text the text
     * @param style FlatLaf's style class, empty for none
     * @param width the width that its height is reckoned for, unscaled
     */
    public static JTextArea of(String name, String text, String style, int width) {
        JTextArea area = still(text);
        area.setName(name);
        area.setLineWrap(true);
        area.setWrapStyleWord(true);
        area.setEditable(false);
        area.setFocusable(false);
        area.setOpaque(false);
        area.setBorder(null);
        area.setMargin(new Insets(0, 0, 0, 0));
        area.setFont(UIManager.getFont("Label.font"));
        if (!style.isEmpty()) {
            area.putClientProperty("FlatLaf.styleClass", style);
        }
        area.setSize(UIScale.scale(width), Short.MAX_VALUE); // without a width there is no height to prefer
        return area;
    }

    /** Shows another text. One that is the same is left as it is, also what a person has marked in it. */
    public static void show(JTextArea area, String text) {
        if (!text.equals(area.getText())) {
            area.setText(text);
        }
    }

    /** A text whose beginning is in sight, where a scroll pane would follow the caret to its end. */
    public static JTextArea still(String text) {
        JTextArea area = new JTextArea();
        if (area.getCaret() instanceof DefaultCaret caret) {
            caret.setUpdatePolicy(DefaultCaret.NEVER_UPDATE);
        }
        area.setText(text);
        return area;
    }
}
