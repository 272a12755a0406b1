package loralei.model;

import loralei.model.WeightSource.Spec;
import loralei.torch.Kernels;
import loralei.torch.Tensor;

/** The feed-forward network of a transformer block over (B, N, C), added to its input. */
final class FeedForward extends AdaptedLayers implements Block {
    /** The hidden layer's width is so many times the channels'. */
    private static final int WIDENING = 4;

    FeedForward(WeightSource source, String block, int channels) {
        super(
                source.block(
                        Spec.norm(block + ".norm3", channels),
                        Spec.linear(block + ".ff.net.0.proj", channels, 2L * WIDENING * channels),
                        Spec.linear(block + ".ff.net.2", (long) WIDENING * channels, channels)),
                block,
                ".ff.net.0.proj",
                ".ff.net.2");
    }

    @Override
    public String path() {
        return super.path() + ".ff";
    }

    @Override
    public Tensor forward(Tensor x, BlockInputs inputs, Tape tape) {
        return run("feed_forward", x, inputs, tape);
    }

    @Override
    public Tensor again(Tensor x, BlockInputs inputs, Tape tape) {
        return run("feed_forward_again", x, inputs, tape);
    }

    private Tensor run(String kernel, Tensor x, BlockInputs inputs, Tape tape) {
        Adapters ad = begin(inputs, tape);
        return tape.record(
                Kernels.forward(kernel, x, weights.list(), ad.parameters, ad.scales),
                (dy, kept) -> Kernels.tensor(
                        "feed_forward_backward",
                        dy,
                        kept,
                        weights.list(),
                        ad.parameters,
                        ad.gradients,
                        ad.scales,
                        ad.further));
    }
}
