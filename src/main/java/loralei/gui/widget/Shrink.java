package loralei.gui.widget;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** Pictures made smaller, without the jagged edges that one large step would leave. */
public final class Shrink {
    private Shrink() {}

    /**
     * A picture in plain colours whose longer side has no more than so many pixels.
     *
     * @param image any picture; one that is small enough is not made larger
     */
    public static BufferedImage toFit(BufferedImage image, int pixels) {
        BufferedImage current = image;
        int longest = longest(current);
        while (longest > pixels) { // by halves, for one large step would skip most pixels
            int next = Math.max(pixels, longest / 2);
            current = scaled(
                    current, share(current.getWidth(), next, longest), share(current.getHeight(), next, longest));
            longest = next;
        }
        return current.getType() == BufferedImage.TYPE_INT_RGB
                ? current
                : scaled(current, current.getWidth(), current.getHeight());
    }

    private static int longest(BufferedImage image) {
        return Math.max(image.getWidth(), image.getHeight());
    }

    private static int share(int side, int part, int whole) {
        return Math.max(1, Math.round((float) side * part / whole));
    }

    private static BufferedImage scaled(BufferedImage image, int width, int height) {
        BufferedImage result = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = result.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image, 0, 0, width, height, null);
        graphics.dispose();
        return result;
    }
}
