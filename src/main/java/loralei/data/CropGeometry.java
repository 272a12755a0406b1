package loralei.data;

/**
 * How a picture is fitted to the size the model is trained at: scaled until it covers that size, then cropped around
 * its middle. Sizes and offsets are rounded as torchvision's {@code Resize} and {@code CenterCrop} do, which the
 * diffusers training scripts use. Known without decoding, so that small pictures can be warned about early; the numbers
 * also make up the time ids of SDXL.
 *
 * @param original the upright picture
 * @param scaled the whole picture after scaling, in pixels
 * @param cropTop rows of the scaled picture that are cut off above
 * @param cropLeft columns of the scaled picture that are cut off at the left
 * @param target what is left, in pixels
 */
public record CropGeometry(PictureSize original, PictureSize scaled, int cropTop, int cropLeft, PictureSize target) {
    /**
     * Fits a picture to a size.
     *
     * @param original the upright picture
     * @param target the size to be covered
     */
    public static CropGeometry fit(PictureSize original, PictureSize target) {
        // Compared as fractions: is the picture wider in shape than the target?
        boolean wider = (long) original.width() * target.height() >= (long) target.width() * original.height();
        PictureSize scaled = wider
                ? new PictureSize(proportion(target.height(), original.width(), original.height()), target.height())
                : new PictureSize(target.width(), proportion(target.width(), original.height(), original.width()));
        int top = middle(scaled.height() - target.height());
        int left = middle(scaled.width() - target.width());
        return new CropGeometry(original, scaled, top, left, target);
    }

    /** That of the mirrored picture: what was cut off at the right is cut off at the left. */
    public CropGeometry mirrored() {
        return new CropGeometry(original, scaled, cropTop, scaled.width() - target.width() - cropLeft, target);
    }

    /** side x long / short, rounded down. */
    private static int proportion(int side, int longSide, int shortSide) {
        return Math.toIntExact((long) side * longSide / shortSide);
    }

    /** Half of the surplus, halves to the even number as Python rounds. */
    private static int middle(int surplus) {
        return (int) Math.rint(surplus / 2.0);
    }
}
