package loralei.data;

/**
 * A picture ready for the VAE.
 *
 * @param pixels (3, H, W), -1 to 1
 * @param geometry how the picture was scaled and cropped to get there
 */
public record PreparedPicture(PixelTensor pixels, CropGeometry geometry) {}
