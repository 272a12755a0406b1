package loralei.train;

import loralei.model.Conditioning;
import loralei.torch.Tensor;

/**
 * What one training step is computed from. B pictures, latents of h x w. On the network's device, but for
 * the timesteps: their numbers are looked up on the way, and a GPU would have to stop for each look.
 *
 * @param latents scaled latents (B, 4, h, w), fp32
 * @param noise standard normal draws of the same shape
 * @param timesteps int64 (B), on the CPU
 * @param conditioning the prompts
 * @param weights what each sample's squared error counts, fp32 (B); 1 / B each for the plain mean
 */
public record StepInputs(Tensor latents, Tensor noise, Tensor timesteps, Conditioning conditioning, Tensor weights) {}
