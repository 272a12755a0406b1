package loralei.gui.check;

import loralei.data.PictureArea;
import loralei.data.PictureSize;

/**
 * How a crop is moved and drawn, in pixels of the picture.
 *
 * @param in the size of the picture
 * @param least the fewest pixels that a side may have
 */
record CropDrag(PictureSize in, int least) {
    /** Less than that is nothing to learn from, but of very small pictures a part of it is. */
    private static final int LEAST = 64;

    private static final int LEAST_PART = 4;

    /** Where a crop is held. */
    enum Grip {
        INSIDE(0, 0),
        NORTH(0, -1),
        NORTH_EAST(1, -1),
        EAST(1, 0),
        SOUTH_EAST(1, 1),
        SOUTH(0, 1),
        SOUTH_WEST(-1, 1),
        WEST(-1, 0),
        NORTH_WEST(-1, -1);

        private final int across;
        private final int down;

        Grip(int across, int down) {
            this.across = across;
            this.down = down;
        }

        /** Which of its edges goes along: -1 the left one, 1 the right one. */
        int across() {
            return across;
        }

        /** Which of its edges goes along: -1 the upper one, 1 the lower one. */
        int down() {
            return down;
        }
    }

    /** Crops of a picture. */
    static CropDrag in(PictureSize size) {
        int shorter = Math.min(size.width(), size.height());
        return new CropDrag(size, Math.max(1, Math.min(LEAST, shorter / LEAST_PART)));
    }

    /** A crop that was dragged by so many pixels. */
    PictureArea dragged(PictureArea area, Grip grip, int right, int down) {
        if (grip == Grip.INSIDE) {
            return new PictureArea(
                    clamp(area.x() + right, 0, in.width() - area.width()),
                    clamp(area.y() + down, 0, in.height() - area.height()),
                    area.width(),
                    area.height());
        }
        int left = area.x();
        int top = area.y();
        int end = left + area.width();
        int bottom = top + area.height();
        if (grip.across() < 0) {
            left = clamp(left + right, 0, end - least);
        } else if (grip.across() > 0) {
            end = clamp(end + right, left + least, in.width());
        }
        if (grip.down() < 0) {
            top = clamp(top + down, 0, bottom - least);
        } else if (grip.down() > 0) {
            bottom = clamp(bottom + down, top + least, in.height());
        }
        return new PictureArea(left, top, end - left, bottom - top);
    }

    /** A crop from one corner to the opposite one, whichever these are; at least so large as one may be. */
    PictureArea between(int fromX, int fromY, int toX, int toY) {
        int[] columns = side(fromX, toX, in.width());
        int[] rows = side(fromY, toY, in.height());
        return new PictureArea(columns[0], rows[0], columns[1] - columns[0], rows[1] - rows[0]);
    }

    private int[] side(int from, int to, int length) {
        int first = clamp(Math.min(from, to), 0, length);
        int last = clamp(Math.max(from, to), 0, length);
        if (last - first < least) {
            first = clamp(from <= to ? first : last - least, 0, length - least);
            last = first + least;
        }
        return new int[] {first, last};
    }

    private static int clamp(int value, int from, int to) {
        return Math.max(from, Math.min(to, value));
    }
}
