package loralei.model;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import loralei.tokenizer.TokenizedPrompt;
import loralei.torch.Kernels;
import loralei.torch.Tensor;

/**
 * A prompt as the UNet is conditioned on it. The tensors lie on the CPU in fp32.
 *
 * @param prompt the prompt
 * @param tokens its tokens, for each text encoder of the family
 * @param encoderHiddenStates (1, 77n, C) of n chunks, the encoders' states joined along C
 * @param textEmbeds the pooled output (1, D) of the encoder that has one; empty where none has
 */
public record EncodedPrompt(
        String prompt, List<TokenizedPrompt> tokens, Tensor encoderHiddenStates, List<Tensor> textEmbeds) {
    /**
     * Prompts of as many chunks as the longest of them has: empty chunks fill up behind the others, as kohya and A1111 do.
     * The tensors belong to the enclosing scope.
     *
     * @param empty gives the empty prompt, if the prompts are of different lengths
     */
    public static List<EncodedPrompt> ofOneLength(List<EncodedPrompt> prompts, Supplier<EncodedPrompt> empty) {
        long longest = prompts.stream().mapToLong(EncodedPrompt::length).max().orElse(0);
        return prompts.stream()
                .map(prompt -> {
                    EncodedPrompt filled = prompt;
                    while (filled.length() < longest) {
                        filled = filled.followedBy(empty.get());
                    }
                    return filled;
                })
                .toList();
    }

    private long length() {
        return encoderHiddenStates.shape()[1];
    }

    /** With the chunks of another prompt behind it; the pooled output is that of the first chunk. */
    private EncodedPrompt followedBy(EncodedPrompt next) {
        return new EncodedPrompt(
                prompt,
                IntStream.range(0, tokens.size())
                        .mapToObj(encoder -> tokens.get(encoder).followedBy(next.tokens.get(encoder)))
                        .toList(),
                Kernels.tensor("concat_tokens", List.of(encoderHiddenStates, next.encoderHiddenStates)),
                textEmbeds);
    }

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
