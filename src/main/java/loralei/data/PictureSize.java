package loralei.data;

/**
 * A size in pixels.
 *
 * @param width columns, at least 1
 * @param height rows, at least 1
 */
public record PictureSize(int width, int height) {
    /** Checks that both sides are positive. */
    public PictureSize {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("A picture must have at least 1x1 pixels, not " + width + "x" + height);
        }
    }

    /** Returns the size with all sides the same. */
    public static PictureSize square(int side) {
        return new PictureSize(side, side);
    }

    /** Returns the number of pixels. */
    public long pixels() {
        return (long) width * height;
    }

    /** Whether this is another size scaled, to the pixel: less than one is missing or over at the smaller of the two. */
    public boolean isOfShape(PictureSize other) {
        long difference = Math.abs((long) width * other.height - (long) height * other.width);
        return difference < Math.max(Math.max(width, height), Math.max(other.width, other.height));
    }

    /** Whether neither side is shorter than that of another size. */
    public boolean covers(PictureSize other) {
        return width >= other.width && height >= other.height;
    }

    @Override
    public String toString() {
        return width + "x" + height;
    }
}
