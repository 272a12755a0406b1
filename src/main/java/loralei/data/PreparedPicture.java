package loralei.data;

/**
 * A picture ready for the VAE.
 *
 * @param pixels (3, H, W), -1 to 1
 * @param geometry how the picture was scaled and cropped to get there
 */
public record PreparedPicture(PixelTensor pixels, CropGeometry geometry) {
    /**
     * An example's picture, or its mask, as the VAE sees it.
     *
     * @param file one of the example's files
     * @param flip whether it is mirrored
     */
    public static PreparedPicture of(Picture file, Example example, boolean flip) throws UnreadablePictureException {
        RgbPicture whole = PictureLoader.load(file);
        RgbPicture taken = example.crop().map(whole::part).orElse(whole);
        PreparedPicture prepared = PictureTransform.fit(taken, example.bucket());
        return flip ? prepared.mirrored() : prepared;
    }

    /** The same as in a mirror, left and right exchanged. */
    public PreparedPicture mirrored() {
        return new PreparedPicture(pixels.mirrored(), geometry.mirrored());
    }
}
