package loralei.data;

import loralei.torch.Tensor;

/**
 * Where the error of an example counts, from a picture as kohya's sd-scripts take it in {@code --masked_loss}: of its red
 * channel, white counts and black does not. It is scaled and cropped like the picture; then each latent position has the
 * mean of the pixels that it stands for ({@code apply_masked_loss} in {@code library/custom_train_functions.py}:
 * {@code interpolate(mode="area")}). The loss is the mean over all positions, so a small part that counts has a small
 * loss; OneTrainer's masked training does the same unless told to normalise the masked area.
 */
final class LossMask {
    private LossMask() {}

    /**
     * The mask of latents.
     *
     * @param pixels the mask, scaled and cropped
     * @param bucket the size that the example is trained at
     * @param width w, columns of the latents
     * @return (1, 1, h, w), 0 to 1
     */
    static Tensor of(PixelTensor pixels, PictureSize bucket, int width) {
        float[] red = pixels.values(); // (3, H, W), of which the first counts
        int block = bucket.width() / width;
        int height = bucket.height() / block;
        float[] mask = new float[height * width];
        for (int y = 0; y < bucket.height(); y++) {
            for (int x = 0; x < bucket.width(); x++) {
                float share = (red[y * bucket.width() + x] + 1) / 2 / (block * block);
                mask[y / block * width + x / block] += share;
            }
        }
        return Tensor.of(mask, 1, 1, height, width);
    }
}
