package loralei.model;

import loralei.torch.Tensor;

/**
 * What all blocks of one UNet call share.
 *
 * @param emb the time embedding (B, T), with SDXL's added conditioning in it
 * @param context the prompts' hidden states (B, 77, C)
 * @param adapters the adapters to run beside the frozen layers
 */
record BlockInputs(Tensor emb, Tensor context, AdapterBank adapters) {}
