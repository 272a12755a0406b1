package loralei.data;

/** A decoded picture: upright, opaque, 8-bit sRGB. Legend: W width, H height in pixels. */
public final class RgbPicture {
    private final PictureSize size;
    private final byte[] rgb;

    /**
     * Wraps decoded values.
     *
     * @param size W and H
     * @param rgb (H, W, 3), each value 0 to 255 as an unsigned byte; not copied
     */
    public RgbPicture(PictureSize size, byte[] rgb) {
        if (rgb.length != 3 * size.pixels()) {
            throw new IllegalArgumentException(
                    "A picture of " + size + " has " + 3 * size.pixels() + " values, not " + rgb.length);
        }
        this.size = size;
        this.rgb = rgb;
    }

    /** Returns W and H. */
    public PictureSize size() {
        return size;
    }

    /** Returns (H, W, 3), each value 0 to 255 as an unsigned byte; not copied. */
    public byte[] rgb() {
        return rgb;
    }

    /**
     * Returns one value.
     *
     * @param x column, from 0 at the left
     * @param y row, from 0 at the top
     * @param channel 0 red, 1 green, 2 blue
     * @return 0 to 255
     */
    public int value(int x, int y, int channel) {
        return rgb[(y * size.width() + x) * 3 + channel] & 0xFF;
    }
}
