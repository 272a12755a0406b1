package loralei.data;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Optional;

/**
 * Decodes the four-channel JPEGs that print software writes. The decoder alone would take whatever print profile the
 * operating system has if the file brings none; the same picture must give the same numbers everywhere, so the plain
 * formula stands here. Legend: W width.
 */
final class CmykJpeg {
    private static final int YCCK = 2;
    private static final int INKS = 4;

    private CmykJpeg() {}

    /** Decodes to sRGB, by the profile of the file if it is usable. */
    static BufferedImage decode(PictureStructure jpeg) throws IOException {
        boolean ycck = jpeg.inkTransform().equals(Optional.of(YCCK));
        Optional<IccConversion> conversion = jpeg.iccProfile().flatMap(p -> IccConversion.of(p, INKS));
        Raster raster = Codec.decodeRaster(PictureFormat.JPEG, jpeg.decodable());
        int width = raster.getWidth();
        BufferedImage image = new BufferedImage(width, raster.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
        int[] stored = new int[INKS * width]; // (W, 4)
        byte[] inks = new byte[INKS * width]; // (W, 4)
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(0, y, width, 1, stored);
            toInks(stored, ycck, inks);
            byte[] rgb = conversion.isPresent() ? conversion.get().toSrgb(inks, width) : plain(inks); // (W, 3)
            image.getRaster().setDataElements(0, y, width, 1, rgb);
        }
        return image;
    }

    /**
     * Undoes what Adobe does to inks, for one row. CMYK is stored inverted, 255 being no ink; in YCCK only black is
     * inverted, and the other three are stored as YCbCr (JFIF formula).
     */
    private static void toInks(int[] stored, boolean ycck, byte[] inks) {
        for (int i = 0; i < stored.length; i += INKS) {
            if (ycck) {
                double luma = stored[i];
                double blue = stored[i + 1] - 128;
                double red = stored[i + 2] - 128;
                inks[i] = clamp(luma + 1.402 * red);
                inks[i + 1] = clamp(luma - 0.344136 * blue - 0.714136 * red);
                inks[i + 2] = clamp(luma + 1.772 * blue);
            } else {
                for (int c = 0; c < 3; c++) {
                    inks[i + c] = (byte) (255 - stored[i + c]);
                }
            }
            inks[i + 3] = (byte) (255 - stored[i + 3]);
        }
    }

    /** Each coloured ink takes away its share of one primary, black of all: red = (255 - cyan)(255 - black) / 255. */
    private static byte[] plain(byte[] inks) {
        byte[] rgb = new byte[inks.length / INKS * 3];
        for (int i = 0; i < rgb.length; i++) {
            int pixel = i / 3 * INKS;
            int light = 255 - (inks[pixel + i % 3] & 0xFF);
            int black = inks[pixel + 3] & 0xFF;
            rgb[i] = (byte) ((light * (255 - black) + 127) / 255);
        }
        return rgb;
    }

    private static byte clamp(double value) {
        return (byte) Math.round(Math.max(0, Math.min(255, value)));
    }
}
