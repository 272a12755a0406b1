package loralei.gui.form;

import com.formdev.flatlaf.util.UIScale;
import java.awt.BasicStroke;
import java.awt.Component;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.util.function.BooleanSupplier;
import javax.swing.Icon;

/**
 * An angle in the colour of the text beside it.
 *
 * @param down whether it points down, as where something is open, and not to the right
 */
record Angle(BooleanSupplier down) implements Icon {
    private static final int SIZE = 10;

    @Override
    public void paintIcon(Component component, Graphics graphics, int x, int y) {
        double size = getIconWidth();
        Graphics2D copy = (Graphics2D) graphics.create(x, y, getIconWidth(), getIconHeight());
        copy.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        copy.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        copy.setColor(component.getForeground());
        copy.setStroke(new BasicStroke(UIScale.scale(1.2f), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        if (down.getAsBoolean()) {
            copy.rotate(Math.PI / 2, size / 2, size / 2);
        }
        Path2D angle = new Path2D.Double();
        angle.moveTo(size * 0.35, size * 0.15);
        angle.lineTo(size * 0.7, size * 0.5);
        angle.lineTo(size * 0.35, size * 0.85);
        copy.draw(angle);
        copy.dispose();
    }

    @Override
    public int getIconWidth() {
        return UIScale.scale(SIZE);
    }

    @Override
    public int getIconHeight() {
        return UIScale.scale(SIZE);
    }
}
