package loralei.data;

/**
 * How the stored rows and columns of a picture lie relative to the upright picture: EXIF tag 0x0112 (CIPA DC-008, 4.6.4
 * A). The constants are named after what makes the stored picture upright.
 */
public enum Orientation {
    NONE(1, false),
    MIRROR(2, false),
    ROTATE_180(3, false),
    FLIP(4, false),
    TRANSPOSE(5, true),
    ROTATE_90_CW(6, true),
    TRANSVERSE(7, true),
    ROTATE_90_CCW(8, true);

    private final int exif;
    private final boolean swapsSides;

    Orientation(int exif, boolean swapsSides) {
        this.exif = exif;
        this.swapsSides = swapsSides;
    }

    /**
     * Returns the orientation of an EXIF value.
     *
     * @param value the tag; anything but 1 to 8 counts as 1, as cameras write 0 for "unknown"
     */
    public static Orientation ofExif(int value) {
        for (Orientation orientation : values()) {
            if (orientation.exif == value) {
                return orientation;
            }
        }
        return NONE;
    }

    /** Returns the size of the upright picture that is stored in the given size. */
    public PictureSize upright(PictureSize stored) {
        return swapsSides ? new PictureSize(/* width= */ stored.height(), /* height= */ stored.width()) : stored;
    }

    /**
     * Where stored pixels go: pixel (x, y) of the stored picture is pixel {@code base + x * stepX + y * stepY} of the
     * upright one, counted row by row.
     */
    record Placement(int base, int stepX, int stepY) {}

    /** Returns where the pixels of a stored picture go in an upright picture of the given size. */
    Placement placement(PictureSize upright) {
        int w = upright.width();
        int h = upright.height();
        return switch (this) {
            case NONE -> new Placement(0, 1, w);
            case MIRROR -> new Placement(w - 1, -1, w);
            case ROTATE_180 -> new Placement(w * h - 1, -1, -w);
            case FLIP -> new Placement((h - 1) * w, 1, -w);
            case TRANSPOSE -> new Placement(0, w, 1);
            case ROTATE_90_CW -> new Placement(w - 1, w, -1);
            case TRANSVERSE -> new Placement(w * h - 1, -w, -1);
            case ROTATE_90_CCW -> new Placement((h - 1) * w, -w, 1);
        };
    }
}
