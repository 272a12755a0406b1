package loralei.gui.form;

import java.awt.Color;
import java.util.List;
import javax.swing.JComponent;
import javax.swing.UIManager;
import loralei.gui.widget.TextColour;

/** How a text is meant. Colours come from the theme, and follow it when it changes. */
enum Severity {
    NORMAL("$Label.foreground", "Label.foreground"),
    MUTED(TextColour.MUTED, "Label.disabledForeground"),
    GOOD("$Label.foreground", "Actions.Green"),
    WARN("$Label.foreground", "Actions.Yellow"),
    BAD(TextColour.BAD, "Actions.Red");

    private static final String STYLE_CLASS = "FlatLaf.styleClass";

    private final String foreground;
    private final String mark;

    Severity(String foreground, String mark) {
        this.foreground = foreground;
        this.mark = mark;
    }

    /** Colours a component's text. */
    void apply(JComponent component) {
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
    static void style(JComponent component, String... classes) {
        component.putClientProperty(STYLE_CLASS, List.of(classes));
    }
}
