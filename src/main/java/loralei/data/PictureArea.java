package loralei.data;

/**
 * A part of an upright picture, in its pixels.
 *
 * @param x columns before it
 * @param y rows above it
 * @param width its columns, at least 1
 * @param height its rows, at least 1
 */
public record PictureArea(int x, int y, int width, int height) {
    /** Checks that it begins within any picture and has pixels. */
    public PictureArea {
        if (x < 0 || y < 0 || width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "A part of a picture cannot be " + width + "x" + height + " at " + x + ", " + y);
        }
    }

    /** All of a picture. */
    public static PictureArea whole(PictureSize size) {
        return new PictureArea(0, 0, size.width(), size.height());
    }

    /** Its own size. */
    public PictureSize size() {
        return new PictureSize(width, height);
    }

    /** Whether it lies within a picture of this size. */
    public boolean isWithin(PictureSize size) {
        return (long) x + width <= size.width() && (long) y + height <= size.height();
    }

    @Override
    public String toString() {
        return width + "x" + height + "+" + x + "+" + y;
    }
}
