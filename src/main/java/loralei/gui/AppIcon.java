package loralei.gui;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The program's sign: a falling curve of losses on a rounded square. */
final class AppIcon {
    private static final int[] SIZES = {16, 24, 32, 48, 64, 128, 256};
    private static final Color TOP = new Color(0x6d5ef0);
    private static final Color BOTTOM = new Color(0x2fa4d8);

    private AppIcon() {}

    /** The sign in the sizes that desktops ask for, in pixels. */
    static List<Image> images() {
        return IntStream.of(SIZES).mapToObj(AppIcon::image).collect(Collectors.toList());
    }

    private static Image image(int size) {
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        g.setPaint(new GradientPaint(0, 0, TOP, size, size, BOTTOM));
        g.fill(new RoundRectangle2D.Double(0, 0, size, size, 0.44 * size, 0.44 * size));
        Path2D curve = new Path2D.Double();
        curve.moveTo(0.22 * size, 0.24 * size);
        curve.curveTo(0.30 * size, 0.70 * size, 0.46 * size, 0.74 * size, 0.80 * size, 0.76 * size);
        g.setColor(Color.WHITE);
        g.setStroke(new BasicStroke(0.11f * size, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        g.draw(curve);
        g.dispose();
        return image;
    }
}
