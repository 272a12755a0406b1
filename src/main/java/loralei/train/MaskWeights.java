package loralei.train;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import loralei.config.TrainingConfig;
import loralei.data.EncodedExample;
import loralei.torch.Tensor;

/**
 * What the squared error counts at each position of a batch, as in OneTrainer ({@code modules/util/loss/masked_loss.py}): what
 * the mask says there, at least {@code unmaskedWeight}. The loss of a sample is the mean over all positions, so of a small
 * part it is small, and its gradient too; with {@code normalizeMasks} it is divided by the mean of these weights, so that each
 * sample counts the same. A mask that counts nowhere, which only a weight of 0 lets be, is not divided.
 *
 * @param least what counts at least
 * @param normalized whether each sample is to count the same
 */
record MaskWeights(float least, boolean normalized) {
    static MaskWeights of(TrainingConfig config) {
        return new MaskWeights((float) config.unmaskedWeight(), config.normalizeMasks());
    }

    /**
     * The weights of a batch (B, 1, h, w); none where no sample has a mask.
     *
     * @param latents the shape of the latents (B, 4, h, w)
     */
    Optional<Tensor> of(List<EncodedExample> chosen, long... latents) {
        if (chosen.stream().allMatch(sample -> sample.mask().isEmpty())) {
            return Optional.empty();
        }
        return Optional.of(Tensor.joined(chosen, sample -> {
            float[] weights = sample.mask()
                    .map(mask -> of(mask.floats()))
                    .orElseGet(() -> ones(Math.toIntExact(latents[2] * latents[3])));
            return Tensor.of(weights, 1, 1, latents[2], latents[3]);
        }));
    }

    /** The weights of one mask. */
    float[] of(float... mask) {
        float[] weights = new float[mask.length];
        double sum = 0;
        for (int i = 0; i < mask.length; i++) {
            weights[i] = Math.max(least, mask[i]);
            sum += weights[i];
        }
        if (normalized && sum > 0) {
            float mean = (float) (sum / mask.length);
            for (int i = 0; i < weights.length; i++) {
                weights[i] /= mean;
            }
        }
        return weights;
    }

    private static float[] ones(int count) {
        float[] ones = new float[count];
        Arrays.fill(ones, 1);
        return ones;
    }
}
