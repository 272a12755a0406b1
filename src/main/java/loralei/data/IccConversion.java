package loralei.data;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.Optional;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Converts 8-bit grey, RGB or CMYK samples to sRGB by the ICC profile that came with a picture. */
final class IccConversion {
    private static final Logger LOG = LoggerFactory.getLogger(IccConversion.class);

    /** Profiles that call themselves sRGB differ from Java's own by rounding; converting would only cost precision. */
    private static final int SAME_COLOUR = 2;

    /** Levels a channel of the colours a profile is tried with. */
    private static final int PROBE_LEVELS = 16;

    private static final byte[] DISPLAY_CLASS = {'m', 'n', 't', 'r'};

    private final ColorConvertOp op;
    private final int channels;

    private IccConversion(ICC_Profile profile, int channels) {
        ICC_Profile srgb = ICC_Profile.getInstance(ColorSpace.CS_sRGB);
        this.op = new ColorConvertOp(new ICC_Profile[] {profile, srgb}, null);
        this.channels = channels;
    }

    /**
     * Prepares the conversion.
     *
     * @param profile an ICC profile as it was found in a file, possibly broken
     * @param channels samples a pixel: 1 grey, 3 RGB, 4 inks (255 full)
     * @return empty if the profile is broken, is made for other channels, or says sRGB: then the samples stay as they are
     */
    static Optional<IccConversion> of(byte[] profile, int channels) {
        try {
            ICC_Profile parsed = ICC_Profile.getInstance(channels == 4 ? asDisplay(profile) : profile);
            int expected = switch (channels) {
                case 1 -> ColorSpace.TYPE_GRAY;
                case 3 -> ColorSpace.TYPE_RGB;
                default -> ColorSpace.TYPE_CMYK;
            };
            if (parsed.getColorSpaceType() != expected) {
                LOG.debug("ignoring an ICC profile of another colour space");
                return Optional.empty();
            }
            IccConversion conversion = new IccConversion(parsed, channels);
            return conversion.changesColours() ? Optional.of(conversion) : Optional.empty();
        } catch (RuntimeException e) {
            // Java reports broken profiles by IllegalArgumentException, CMMException, ProfileDataException and others.
            LOG.debug("ignoring a broken ICC profile: {}", e.toString());
            return Optional.empty();
        }
    }

    /**
     * Java takes the relative colorimetric intent for profiles of the class "output", which makes black ink a dark grey,
     * and the perceptual one, which others take too, for all others. So a print profile gets the class "display".
     */
    private static byte[] asDisplay(byte[] profile) {
        byte[] display = profile.clone();
        System.arraycopy(DISPLAY_CLASS, 0, display, ICC_Profile.icHdrDeviceClass, DISPLAY_CLASS.length);
        return display;
    }

    /**
     * Converts pixels.
     *
     * @param samples (pixels, channels)
     * @param pixels how many
     * @return (pixels, 3) in sRGB
     */
    byte[] toSrgb(byte[] samples, int pixels) {
        byte[] converted = new byte[pixels * 3];
        op.filter(raster(samples, pixels, channels), raster(converted, pixels, 3));
        return converted;
    }

    /** Tries the profile on a few colours; one that cannot be applied fails here, before any picture. */
    private boolean changesColours() {
        byte[] samples = probe();
        byte[] converted = toSrgb(samples, samples.length / channels);
        if (channels == 4) {
            return true; // inks are never sRGB
        }
        for (int i = 0; i < converted.length; i++) {
            int original = samples[channels == 1 ? i / 3 : i] & 0xFF;
            if (Math.abs((converted[i] & 0xFF) - original) > SAME_COLOUR) {
                return true;
            }
        }
        return false;
    }

    /** Returns a lattice of all colours: (pixels, channels). */
    private byte[] probe() {
        int pixels = 1;
        for (int c = 0; c < channels; c++) {
            pixels *= PROBE_LEVELS;
        }
        byte[] samples = new byte[pixels * channels];
        for (int i = 0; i < pixels; i++) {
            int digits = i; // one per channel
            for (int c = 0; c < channels; c++) {
                samples[i * channels + c] = (byte) (digits % PROBE_LEVELS * 255 / (PROBE_LEVELS - 1));
                digits /= PROBE_LEVELS;
            }
        }
        return samples;
    }

    private static WritableRaster raster(byte[] samples, int pixels, int channels) {
        int[] offsets = IntStream.range(0, channels).toArray();
        DataBuffer buffer = new DataBufferByte(samples, samples.length);
        return Raster.createInterleavedRaster(buffer, pixels, 1, pixels * channels, channels, offsets, null);
    }
}
