package loralei.data;

/**
 * A picture ready for the VAE.
 *
 * @param pixels (3, H, W), -1 to 1
 * @param geometry how the picture was scaled and cropped to get there
 */
public record PreparedPicture(PixelTensor pixels, CropGeometry geometry) {
    /** The same as in a mirror, left and right exchanged. */
    public PreparedPicture mirrored() {
        return new PreparedPicture(pixels.mirrored(), geometry.mirrored());
    }
}
