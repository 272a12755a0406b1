package loralei.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** The sample pictures of the test resources, and pictures made up on the spot. */
final class Samples {
    private Samples() {}

    static Path folder(String name) {
        try {
            return Path.of(Objects.requireNonNull(Samples.class.getResource(name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    static Path picture(String name) {
        return folder("pictures").resolve(name);
    }

    static List<Path> pictures() {
        try (Stream<Path> files = Files.list(folder("pictures"))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RgbPicture load(Path path) throws UnreadablePictureException {
        return PictureLoader.load(PictureInspector.inspect(path).picture());
    }

    /** One value, 0 to 255, of a column, a row and a channel. */
    static int value(RgbPicture picture, int x, int y, int channel) {
        return picture.rgb()[(y * picture.size().width() + x) * 3 + channel] & 0xFF;
    }

    /** What Pillow makes of a sample, as RGB. */
    static RgbPicture expected(String sample) throws IOException {
        String name = sample.startsWith("orientation") ? "upright" : sample;
        return rgb(folder("expected").resolve(name + ".png"));
    }

    /** Reads a plain 8-bit PNG without any code that is under test. */
    static RgbPicture rgb(Path png) throws IOException {
        BufferedImage image = ImageIO.read(png.toFile());
        byte[] rgb = new byte[3 * image.getWidth() * image.getHeight()];
        for (int i = 0; i < rgb.length / 3; i++) {
            int pixel = image.getRGB(i % image.getWidth(), i / image.getWidth());
            rgb[3 * i] = (byte) (pixel >> 16);
            rgb[3 * i + 1] = (byte) (pixel >> 8);
            rgb[3 * i + 2] = (byte) pixel;
        }
        return new RgbPicture(new PictureSize(image.getWidth(), image.getHeight()), rgb);
    }

    static BufferedImage noise(int width, int height, long seed) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(seed);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, random.nextInt(1 << 24));
            }
        }
        return image;
    }

    static byte[] encoded(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (!ImageIO.write(image, format, out)) {
            throw new AssertionError("no writer for " + format);
        }
        return out.toByteArray();
    }

    /** Writes a picture of noise; the same size and seed give the same file. */
    static Path write(Path folder, String name, String format, int width, int height, long seed) throws IOException {
        return Files.write(folder.resolve(name), encoded(noise(width, height, seed), format));
    }

    /** The largest difference of two pictures of one size, 0 to 255. */
    static int largestDifference(RgbPicture a, RgbPicture b) {
        int largest = 0;
        for (int i = 0; i < a.rgb().length; i++) {
            largest = Math.max(largest, Math.abs((a.rgb()[i] & 0xFF) - (b.rgb()[i] & 0xFF)));
        }
        return largest;
    }
}
