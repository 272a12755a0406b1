package loralei.train;

import java.util.Optional;
import loralei.model.Conditioning;
import loralei.torch.Tensor;

/**
 * What one training step is computed from. B samples, latents of h x w. On the network's device, but for
 * the timesteps: their numbers are looked up on the way, and a GPU would have to stop for each look.
 *
 * @param latents scaled latents (B, 4, h, w), fp32
 * @param noise standard normal draws of the same shape
 * @param timesteps int64 (B), on the CPU
 * @param conditioning the prompts
 * @param weights what each sample's squared error counts, fp32 (B); 1 / B each for the plain mean
 * @param predicted how many of the samples, the last ones, have what the base model predicts for them as their target
 * @param mask what the squared error at each position is multiplied by before the mean, fp32 (B, 1, h, w); where any
 *     sample has one
 */
public record StepInputs(
        Tensor latents,
        Tensor noise,
        Tensor timesteps,
        Conditioning conditioning,
        Tensor weights,
        int predicted,
        Optional<Tensor> mask) {
    /** Inputs whose error counts everywhere. */
    public StepInputs(Tensor latents, Tensor noise, Tensor timesteps, Conditioning conditioning, Tensor weights) {
        this(latents, noise, timesteps, conditioning, weights, 0, Optional.empty());
    }
}
