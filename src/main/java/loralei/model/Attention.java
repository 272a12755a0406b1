package loralei.model;

import loralei.model.WeightSource.Spec;
import loralei.torch.Kernels;
import loralei.torch.Tensor;

/** Attention of positions (B, N, C) to each other or to the prompt, added to them. */
final class Attention extends AdaptedLayers implements Block {
    private final boolean crosses;
    private final int heads;

    private Attention(
            WeightSource source, String norm, String path, int channels, int context, boolean crosses, int heads) {
        super(
                source.block(
                        Spec.norm(norm, channels),
                        Spec.linearWithoutBias(path + ".to_q", channels, channels),
                        Spec.linearWithoutBias(path + ".to_k", context, channels),
                        Spec.linearWithoutBias(path + ".to_v", context, channels),
                        Spec.linear(path + ".to_out.0", channels, channels)),
                path,
                ".to_q",
                ".to_k",
                ".to_v",
                ".to_out.0");
        this.crosses = crosses;
        this.heads = heads;
    }

    /** The self attention of a transformer block. */
    static Attention self(WeightSource source, String block, int channels, int heads) {
        return new Attention(source, block + ".norm1", block + ".attn1", channels, channels, false, heads);
    }

    /** The cross attention of a transformer block, to a context of width {@code context}. */
    static Attention cross(WeightSource source, String block, int channels, int context, int heads) {
        return new Attention(source, block + ".norm2", block + ".attn2", channels, context, true, heads);
    }

    @Override
    public boolean learns(BlockInputs inputs) {
        return super.learns(inputs) || (crosses && inputs.wantsHiddenStatesGradient());
    }

    @Override
    public Tensor forward(Tensor x, BlockInputs inputs, Tape tape) {
        Adapters ad = begin(inputs, tape);
        if (!crosses) {
            return tape.record(
                    Kernels.forward("self_attention", x, weights.list(), ad.parameters, ad.scales, heads),
                    (dy, kept) -> Kernels.tensor(
                            "self_attention_backward",
                            dy,
                            kept,
                            weights.list(),
                            ad.parameters,
                            ad.gradients,
                            ad.scales,
                            heads,
                            ad.further));
        }
        return tape.record(
                Kernels.forward(
                        "cross_attention",
                        x,
                        inputs.encoderHiddenStates(),
                        weights.list(),
                        ad.parameters,
                        ad.scales,
                        heads),
                (dy, kept) -> Kernels.tensor(
                        "cross_attention_backward",
                        dy,
                        inputs.encoderHiddenStates(),
                        inputs.hiddenStatesGradient(),
                        kept,
                        weights.list(),
                        ad.parameters,
                        ad.gradients,
                        ad.scales,
                        heads,
                        ad.further));
    }
}
