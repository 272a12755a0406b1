package loralei.gui.run;

import com.formdev.flatlaf.util.ColorFunctions;
import com.formdev.flatlaf.util.UIScale;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.Objects;
import javax.swing.UIManager;

/**
 * Colours, font and line widths of a chart, from the theme.
 *
 * @param background behind everything
 * @param text of titles and labels
 * @param grid of the lines behind the curves
 * @param loss of the loss of each step
 * @param smoothed of the smoothed loss
 * @param rate of the learning rate
 * @param validation of the loss of the held-out pictures
 * @param font of all text
 * @param scale how much wider than one pixel a thin line is
 */
record PlotStyle(
        Color background,
        Color text,
        Color grid,
        Color loss,
        Color smoothed,
        Color rate,
        Color validation,
        Font font,
        float scale) {
    private static final float PALE = 0.6f;
    private static final float FAINT = 0.5f;
    private static final float MUTED = 0.45f;

    /** That of the theme now; to be asked on the event thread. */
    static PlotStyle current() {
        Color background = color("Panel.background");
        Color accent = color("Actions.Blue");
        Font font = UIManager.getFont("small.font");
        return new PlotStyle(
                background,
                ColorFunctions.mix(color("Label.foreground"), color("Label.disabledForeground"), MUTED),
                ColorFunctions.mix(color("Component.borderColor"), background, FAINT),
                ColorFunctions.mix(accent, background, PALE),
                accent,
                color("Actions.Yellow"),
                color("Actions.Green"),
                font == null ? UIManager.getFont("Label.font") : font,
                UIScale.getUserScaleFactor());
    }

    private static Color color(String key) {
        return Objects.requireNonNull(UIManager.getColor(key), key);
    }

    BasicStroke line(float width) {
        return new BasicStroke(width * scale, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    }

    BasicStroke dashes(float width) {
        float[] pattern = {6 * scale, 4 * scale};
        return new BasicStroke(width * scale, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, pattern, 0);
    }

    int px(int pixels) {
        return Math.round(pixels * scale);
    }
}
