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

    /** Returns a part of it, copied. */
    RgbPicture part(PictureArea area) {
        byte[] values = new byte[Math.toIntExact(3 * area.size().pixels())];
        int row = 3 * area.width();
        for (int y = 0; y < area.height(); y++) {
            long from = 3 * ((long) (area.y() + y) * size.width() + area.x());
            System.arraycopy(rgb, Math.toIntExact(from), values, y * row, row);
        }
        return new RgbPicture(area.size(), values);
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
