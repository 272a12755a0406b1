package loralei.gui.widget;

import javax.swing.JComponent;

/** Colours of texts as FlatLaf's styles, which follow the theme. Plain grey and red are too faint to read at ease. */
public final class TextColour {
    /** Of what stands back: captions, notes, remarks. */
    public static final String MUTED = "mix($Label.foreground, $Label.disabledForeground, 45%)";

    /** Of what is wrong. */
    public static final String BAD = "mix($Actions.Red, $Label.foreground, 72%)";

    private static final String STYLE = "FlatLaf.style";

    private TextColour() {}

    /** Colours the text of a component. */
    public static void apply(JComponent component, String colour) {
        component.putClientProperty(STYLE, "foreground: " + colour);
    }
}
