package loralei.data;

import loralei.torch.Tensor;

/**
 * A picture as the training sees it: the VAE's Gaussian over its latents. The tensors lie on the CPU in fp32.
 *
 * @param picture the file
 * @param geometry how it was scaled and cropped
 * @param mean (1, 4, h, w), not scaled
 * @param logvar (1, 4, h, w)
 */
public record EncodedPicture(Picture picture, CropGeometry geometry, Tensor mean, Tensor logvar) {
    /** The time ids, for a UNet that takes them: original height and width, crop top and left, target height and width. */
    public float[] timeIds() {
        return new float[] {
            geometry.original().height(),
            geometry.original().width(),
            geometry.cropTop(),
            geometry.cropLeft(),
            geometry.target().height(),
            geometry.target().width()
        };
    }
}
