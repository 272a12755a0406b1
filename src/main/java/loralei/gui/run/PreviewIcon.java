package loralei.gui.run;

import java.awt.Component;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Optional;
import javax.swing.Icon;
import javax.swing.UIManager;

/**
 * A preview picture in the middle of a square, as large as fits; an empty square until it is loaded.
 *
 * @param images loads it
 * @param picture which
 * @param side of the square
 */
record PreviewIcon(PreviewImages images, Preview picture, int side) implements Icon {
    @Override
    public int getIconWidth() {
        return side;
    }

    @Override
    public int getIconHeight() {
        return side;
    }

    @Override
    public void paintIcon(Component component, Graphics graphics, int x, int y) {
        paint(graphics, images, picture, new Rectangle(x, y, side, side));
    }

    /** Paints a picture as large as fits into an area. */
    static void paint(Graphics graphics, PreviewImages images, Preview picture, Rectangle area) {
        Graphics2D g = (Graphics2D) graphics.create();
        try {
            int pixels = (int) Math.ceil(
                    Math.max(area.width, area.height) * g.getTransform().getScaleX());
            Optional<BufferedImage> image = images.of(picture, pixels);
            if (image.isEmpty()) {
                int side = Math.min(area.width, area.height);
                g.setColor(UIManager.getColor("Component.borderColor"));
                g.drawRect(area.x + (area.width - side) / 2, area.y + (area.height - side) / 2, side - 1, side - 1);
                return;
            }
            double scale = Math.min(
                    (double) area.width / image.get().getWidth(),
                    (double) area.height / image.get().getHeight());
            int width = (int) Math.round(scale * image.get().getWidth());
            int height = (int) Math.round(scale * image.get().getHeight());
            g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
            g.drawImage(
                    image.get(),
                    area.x + (area.width - width) / 2,
                    area.y + (area.height - height) / 2,
                    width,
                    height,
                    null);
        } finally {
            g.dispose();
        }
    }
}
