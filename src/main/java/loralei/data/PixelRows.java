package loralei.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;

/**
 * The rows of a decoded picture as 8-bit samples. Grey and colour samples are taken as they are stored:
 * {@code BufferedImage.getRGB} takes grey for linear light and makes it brighter than any other program shows it.
 * Legend: W width, C channels (1 grey, 3 RGB).
 */
final class PixelRows {
    private final BufferedImage image;
    private final int width;

    /** Samples a pixel with alpha, or 0 if the colour model has to be asked (palettes, packed pixels). */
    private final int bands;

    private final boolean alpha;
    private final int channels;

    PixelRows(BufferedImage image) {
        this.image = image;
        this.width = image.getWidth();
        ColorModel model = image.getColorModel();
        this.alpha = model.hasAlpha();
        this.bands = hasPlainSamples(image) ? image.getRaster().getNumBands() : 0;
        this.channels = bands == 1 || bands == 2 ? 1 : 3;
    }

    private static boolean hasPlainSamples(BufferedImage image) {
        ColorModel model = image.getColorModel();
        int type = model.getTransferType();
        int space = model.getColorSpace().getType();
        return model instanceof ComponentColorModel
                && (type == DataBuffer.TYPE_BYTE || type == DataBuffer.TYPE_USHORT)
                && !model.isAlphaPremultiplied()
                && (space == ColorSpace.TYPE_GRAY || space == ColorSpace.TYPE_RGB);
    }

    /** Returns the number of colour samples a pixel: 1 or 3. */
    int channels() {
        return channels;
    }

    /** Tells whether {@link #read} also gives opacity. */
    boolean hasAlpha() {
        return alpha;
    }

    /**
     * Reads a row.
     *
     * @param y the row
     * @param colour (W, C), filled
     * @param opacity (W), filled if the picture has alpha: 0 transparent to 255 opaque
     */
    void read(int y, byte[] colour, byte[] opacity) {
        if (bands == 0) {
            readPacked(y, colour, opacity);
            return;
        }
        byte[] samples = samples(y); // (W, bands)
        if (!alpha) {
            System.arraycopy(samples, 0, colour, 0, width * channels);
            return;
        }
        for (int x = 0; x < width; x++) {
            System.arraycopy(samples, x * bands, colour, x * channels, channels);
            opacity[x] = samples[x * bands + channels];
        }
    }

    private void readPacked(int y, byte[] colour, byte[] opacity) {
        int[] argb = image.getRGB(0, y, width, 1, null, 0, width);
        for (int x = 0; x < width; x++) {
            int pixel = argb[x];
            colour[3 * x] = (byte) (pixel >> 16);
            colour[3 * x + 1] = (byte) (pixel >> 8);
            colour[3 * x + 2] = (byte) pixel;
            if (alpha) {
                opacity[x] = (byte) (pixel >>> 24);
            }
        }
    }

    private byte[] samples(int y) {
        Raster raster = image.getRaster();
        Object elements = raster.getDataElements(0, y, width, 1, null);
        if (elements instanceof byte[] bytes) {
            return bytes;
        }
        short[] wide = (short[]) elements;
        byte[] samples = new byte[wide.length];
        for (int i = 0; i < wide.length; i++) {
            samples[i] = (byte) ((Short.toUnsignedInt(wide[i]) * 255 + 32_767) / 65_535);
        }
        return samples;
    }
}
