package loralei.data;

import java.util.Optional;
import loralei.torch.Tensor;

/**
 * An example as the training sees it: the VAE's Gaussian over its latents. The tensors lie on the CPU in fp32.
 *
 * @param example the example
 * @param geometry how its picture was scaled and cropped
 * @param mean (1, 4, h, w), not scaled
 * @param logvar (1, 4, h, w)
 * @param mask (1, 1, h, w), what the squared error at each position is multiplied by, 0 to 1; where there is one
 * @param view which of the ways in which the example is shown this is
 */
public record EncodedExample(
        Example example, CropGeometry geometry, Tensor mean, Tensor logvar, Optional<Tensor> mask, View view) {
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
