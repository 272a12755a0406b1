package loralei.data;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import loralei.data.PictureInspector.Inspected;
import loralei.text.Message;

/**
 * Decodes pictures: upright by their EXIF data, to sRGB by their ICC profile, transparency over white. A broken profile
 * or broken EXIF data is ignored as if it were not there; broken pixels are an error. Of an animation the first picture
 * counts. It keeps nothing, so that only the pictures the caller holds are in memory.
 */
public final class PictureLoader {
    private static final int WHITE = 255;

    /** What is taken of the pixels. */
    private enum Wanted {
        COLOURS,
        OPACITY
    }

    private PictureLoader() {}

    /**
     * Decodes a picture of a scan, and makes sure that it is still the one that was scanned.
     *
     * @throws UnreadablePictureException if it cannot be decoded or was changed since;
     *     {@link Examples#without} goes on without it
     */
    public static RgbPicture load(Picture picture) throws UnreadablePictureException {
        return load(picture, Wanted.COLOURS);
    }

    /**
     * Decodes a picture of no scan.
     *
     * @throws UnreadablePictureException if it is none, or cannot be decoded
     */
    public static RgbPicture load(Path file) throws UnreadablePictureException {
        return decode(PictureInspector.inspect(file), Wanted.COLOURS);
    }

    /** Decodes how opaque a picture is, as a grey one: white where it is opaque, black where it is not there. */
    static RgbPicture loadOpacity(Picture picture) throws UnreadablePictureException {
        return load(picture, Wanted.OPACITY);
    }

    private static RgbPicture load(Picture picture, Wanted wanted) throws UnreadablePictureException {
        Inspected inspected = PictureInspector.inspect(picture.path());
        if (!inspected.picture().sha256().equals(picture.sha256())) {
            throw new UnreadablePictureException(picture.path(), Message.of("pictures.changed"), null);
        }
        return decode(inspected, wanted);
    }

    private static RgbPicture decode(Inspected inspected, Wanted wanted) throws UnreadablePictureException {
        Picture picture = inspected.picture();
        PictureStructure structure = inspected.structure();
        return PictureInspector.guard(picture.path(), () -> {
            if (structure.inkTransform().isPresent()) {
                return upright(CmykJpeg.decode(structure), picture, Optional.empty(), wanted);
            }
            BufferedImage image = Codec.decode(picture.format(), structure.decodable());
            return upright(image, picture, structure.iccProfile(), wanted);
        });
    }

    private static RgbPicture upright(BufferedImage image, Picture picture, Optional<byte[]> profile, Wanted wanted) {
        PixelRows rows = new PixelRows(image);
        Optional<IccConversion> conversion = profile.flatMap(p -> IccConversion.of(p, rows.channels()));
        int width = image.getWidth();
        Orientation.Placement place = picture.orientation().placement(picture.size());
        byte[] rgb = new byte[Math.toIntExact(3 * picture.size().pixels())]; // (H, W, 3)
        byte[] samples = new byte[width * rows.channels()];
        byte[] opacity = new byte[width];
        Arrays.fill(opacity, (byte) WHITE);
        for (int y = 0; y < image.getHeight(); y++) {
            rows.read(y, samples, opacity);
            byte[] colour = wanted == Wanted.OPACITY
                    ? toRgb(opacity, width, 1, Optional.empty())
                    : toRgb(samples, width, rows.channels(), conversion); // (W, 3)
            if (wanted == Wanted.COLOURS && rows.hasAlpha()) {
                overWhite(colour, opacity);
            }
            int at = place.base() + y * place.stepY();
            for (int x = 0; x < width; x++) {
                rgb[3 * at] = colour[3 * x];
                rgb[3 * at + 1] = colour[3 * x + 1];
                rgb[3 * at + 2] = colour[3 * x + 2];
                at += place.stepX();
            }
        }
        return new RgbPicture(picture.size(), rgb);
    }

    private static byte[] toRgb(byte[] samples, int width, int channels, Optional<IccConversion> conversion) {
        if (conversion.isPresent()) {
            return conversion.get().toSrgb(samples, width);
        }
        if (channels == 3) {
            return samples;
        }
        byte[] rgb = new byte[3 * width];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = samples[i / 3];
        }
        return rgb;
    }

    private static void overWhite(byte[] rgb, byte[] opacity) {
        for (int i = 0; i < rgb.length; i++) {
            int alpha = opacity[i / 3] & 0xFF;
            rgb[i] = (byte) (((rgb[i] & 0xFF) * alpha + WHITE * (255 - alpha) + 127) / 255);
        }
    }
}
