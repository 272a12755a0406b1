package loralei.gui.form;

import java.awt.Color;
import java.util.List;
import javax.swing.JComponent;
import javax.swing.UIManager;
import loralei.gui.widget.TextColour;

/** How a text is meant. Colours come from the theme, and follow it when it changes. */
public enum Severity {
    /** Said as everything else. */
    NORMAL("$Label.foreground", "Label.foreground"),
    /** Beside the point. */
    MUTED(TextColour.MUTED, "Label.disabledForeground"),
    /** As it should be. */
    GOOD("$Label.foreground", "Actions.Green"),
    /** Worth a look. */
    WARN("$Label.foreground", "Actions.Yellow"),
    /** Wrong. */
    BAD(TextColour.BAD, "Actions.Red");

    private static final String STYLE_CLASS = "FlatLaf.styleClass";

    private final String foreground;
    private final String mark;

    Severity(String foreground, String mark) {
        this.foreground = foreground;
        this.mark = mark;
    }

    /** Colours a component's text. */
    public void apply(JComponent component) {
        TextColour.apply(component, foreground);
    }

    /** Whether a text meant so wants a mark. */
    boolean hasMark() {
        return this == GOOD || this == WARN || this == BAD;
    }

    /** The colour of a mark beside the text, in the theme of this moment. */
    Color mark() {
        return UIManager.getColor(mark);
    }

    /** Gives a component one of the theme's kinds of text, such as small or h3. */
    public static void style(JComponent component, String... classes) {
        component.putClientProperty(STYLE_CLASS, List.of(classes));
    }
}
