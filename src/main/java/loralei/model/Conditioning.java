package loralei.model;

import java.util.List;
import loralei.torch.Tensor;

/**
 * What the UNet is told beside the noisy latents and the timestep.
 *
 * @param hiddenStates the prompts' hidden states (B, 77, C)
 * @param added empty for SD1.5; for SDXL the pooled text embeddings (B, D) and the time ids (B, 6) in fp32: original
 *     height and width, crop top and left, target height and width
 */
public record Conditioning(Tensor hiddenStates, List<Tensor> added) {}
