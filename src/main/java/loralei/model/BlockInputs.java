package loralei.model;

import loralei.torch.Scope;
import loralei.torch.Tensor;

/**
 * What all blocks of one UNet call share.
 *
 * @param emb the time embedding (B, T), with SDXL's added conditioning in it
 * @param embGradient where the blocks add its gradient, fp32; empty if nobody wants it
 * @param encoderHiddenStates the prompts' hidden states (B, M, C)
 * @param hiddenStatesGradient where the blocks add its gradient, fp32; empty if nobody wants it
 * @param adapters the adapters to run beside the frozen layers
 */
record BlockInputs(
        Tensor emb, Tensor embGradient, Tensor encoderHiddenStates, Tensor hiddenStatesGradient, AdapterBank adapters) {
    /** Nobody wants this gradient. */
    static final Tensor UNWANTED = Scope.detached(Tensor.of(new float[0], 0));

    boolean wantsEmbGradient() {
        return embGradient != UNWANTED;
    }

    boolean wantsHiddenStatesGradient() {
        return hiddenStatesGradient != UNWANTED;
    }
}
