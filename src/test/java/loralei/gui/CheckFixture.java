package loralei.gui;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/** Pictures with something to find: twice the same, alike, long, small, blurred; three with captions. */
final class CheckFixture {
    private CheckFixture() {}

    /** Eleven of them. */
    static void fill(Path folder) throws IOException {
        for (int i = 0; i < 6; i++) {
            write(folder, i + ".png", drawing(i % 2 == 0 ? 480 : 640, i % 2 == 0 ? 640 : 480, i));
        }
        Files.copy(folder.resolve("1.png"), folder.resolve("copy of 1.png"));
        ImageIO.write(drawing(480, 640, 2), "jpg", folder.resolve("like 2.jpg").toFile());
        write(folder, "long.png", drawing(1400, 360, 9));
        write(folder, "small.png", drawing(150, 120, 10));
        BufferedImage soft = new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = soft.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        g.drawImage(drawing(160, 120, 11), 0, 0, 640, 480, null);
        g.dispose();
        write(folder, "soft.png", soft);
        Files.writeString(folder.resolve("0.txt"), "fsk49 cat, sofa, red blanket");
        Files.writeString(folder.resolve("1.txt"), "fsk49 cat, garden, looking up");
        Files.writeString(folder.resolve("2.txt"), "fsk49 cat, sofa");
    }

    static void write(Path folder, String name, BufferedImage image) throws IOException {
        ImageIO.write(image, "png", folder.resolve(name).toFile());
    }

    /** Shapes with edges of many sizes on a shaded ground. */
    static BufferedImage drawing(int width, int height, long seed) {
        Random random = new Random(seed);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setColor(new Color(random.nextInt(1 << 24)));
        g.fillRect(0, 0, width, height);
        for (int i = 0; i < 60; i++) {
            g.setColor(new Color(random.nextInt(1 << 24)));
            int side = 4 + random.nextInt(width / 3);
            int x = random.nextInt(width) - side / 2;
            int y = random.nextInt(height) - side / 2;
            if (i % 2 == 0) {
                g.fillOval(x, y, side, side);
            } else {
                g.fillPolygon(new int[] {x, x + side, x + side / 3}, new int[] {y, y + side / 2, y + side}, 3);
            }
        }
        g.dispose();
        return image;
    }
}
