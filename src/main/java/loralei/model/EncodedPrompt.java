package loralei.model;

import java.util.List;
import loralei.tokenizer.TokenizedPrompt;
import loralei.torch.Kernels;
import loralei.torch.Tensor;

/**
 * A prompt as the UNet is conditioned on it. The tensors lie on the CPU in fp32.
 *
 * @param prompt the prompt
 * @param tokens its tokens, for each text encoder of the family
 * @param encoderHiddenStates (1, 77, C), the encoders' states joined along C
 * @param textEmbeds the pooled output (1, D) of the encoder that has one; empty where none has
 */
public record EncodedPrompt(
        String prompt, List<TokenizedPrompt> tokens, Tensor encoderHiddenStates, List<Tensor> textEmbeds) {
    /** Zeros in place of all that the text encoders gave; the tensors belong to the enclosing scope. */
    public EncodedPrompt zeros() {
        return new EncodedPrompt(
                prompt,
                tokens,
                zeros(encoderHiddenStates),
                textEmbeds.stream().map(EncodedPrompt::zeros).toList());
    }

    private static Tensor zeros(Tensor like) {
        return Kernels.tensor("zeros", like.shape(), like);
    }
}
