package loralei.gui.form;

import com.formdev.flatlaf.util.UIScale;
import java.awt.BasicStroke;
import java.awt.Component;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.swing.Icon;

/** The two marks of the form, painted in the colours and at the scale of the moment. */
final class Marks {
    private static final int SIZE = 10;

    private Marks() {}

    /** A dot that tells at a glance how a text is meant. */
    static Icon dot(Supplier<Tone> tone) {
        return new Mark((graphics, component, size) -> {
            graphics.setColor(tone.get().mark());
            graphics.fill(new Ellipse2D.Double(size * 0.1, size * 0.1, size * 0.8, size * 0.8));
        });
    }

    /** An angle that points down where something is open, else to the right. */
    static Icon angle(BooleanSupplier open) {
        return new Mark((graphics, component, size) -> {
            graphics.setColor(component.getForeground());
            graphics.setStroke(
                    new BasicStroke(UIScale.scale(1.5f), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            if (open.getAsBoolean()) {
                graphics.rotate(Math.PI / 2, size / 2, size / 2);
            }
            Path2D angle = new Path2D.Double();
            angle.moveTo(size * 0.35, size * 0.15);
            angle.lineTo(size * 0.7, size * 0.5);
            angle.lineTo(size * 0.35, size * 0.85);
            graphics.draw(angle);
        });
    }

    private interface Painting {
        void paint(Graphics2D graphics, Component component, double size);
    }

    private record Mark(Painting painting) implements Icon {
        @Override
        public void paintIcon(Component component, Graphics graphics, int x, int y) {
            Graphics2D copy = (Graphics2D) graphics.create(x, y, getIconWidth(), getIconHeight());
            try {
                copy.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
                copy.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
                painting.paint(copy, component, getIconWidth());
            } finally {
                copy.dispose();
            }
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
}
