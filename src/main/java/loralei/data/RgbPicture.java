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
}
