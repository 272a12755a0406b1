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

    /** The same part of the same picture in another size. */
    PictureArea scaled(PictureSize from, PictureSize to) {
        if (from.equals(to)) {
            return this;
        }
        int left = (int) Math.min(to.width() - 1, (long) x * to.width() / from.width());
        int top = (int) Math.min(to.height() - 1, (long) y * to.height() / from.height());
        int across = (int) Math.max(1, (long) width * to.width() / from.width());
        int down = (int) Math.max(1, (long) height * to.height() / from.height());
        return new PictureArea(left, top, Math.min(across, to.width() - left), Math.min(down, to.height() - top));
    }

    @Override
    public String toString() {
        return width + "x" + height + "+" + x + "+" + y;
    }
}
