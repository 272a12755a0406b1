package loralei.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import loralei.model.WeightSource.Spec;
import loralei.torch.Kernels;
import loralei.torch.Tensor;

/**
 * Transformer blocks between two projections, added to their input (B, C, H, W): diffusers' Transformer2DModel.
 *
 * <p>The projections are 1x1 convolutions in SD1.5 and linear layers in SDXL, which is the same arithmetic.
 */
final class TransformerStack implements Block {
    private final AdaptedLayers in;
    private final AdaptedLayers out;
    private final List<TransformerBlock> blocks = new ArrayList<>();
    private final int groups;

    TransformerStack(WeightSource source, String path, int channels, int context, int heads, int depth, int groups) {
        this.groups = groups;
        Spec projection = Spec.linear(path + ".proj_in", channels, channels);
        this.in = new AdaptedLayers(source.block(Spec.norm(path + ".norm", channels), projection), path, ".proj_in");
        for (int i = 0; i < depth; i++) {
            blocks.add(new TransformerBlock(source, path + ".transformer_blocks." + i, channels, context, heads));
        }
        this.out =
                new AdaptedLayers(source.block(Spec.linear(path + ".proj_out", channels, channels)), path, ".proj_out");
    }

    @Override
    public boolean learns(BlockInputs inputs) {
        return in.learns(inputs) || out.learns(inputs) || blocks.stream().anyMatch(block -> block.learns(inputs));
    }

    @Override
    public Tensor forward(Tensor x, BlockInputs inputs, Tape tape) {
        boolean further = tape.started();
        Deque<Tensor> residual = new ArrayDeque<>(); // the gradient that goes past the blocks
        if (further) {
            tape.push(dx -> {
                try (Tensor past = residual.pop()) {
                    Kernels.run("add_into", dx, past);
                }
                return dx;
            });
        }
        Tensor h = enter(x, inputs, tape);
        for (TransformerBlock block : blocks) {
            Tensor next = tape.run(block, h, inputs);
            h.close();
            h = next;
        }
        try (Tensor last = h) {
            Tensor y = leave(last, x, inputs, tape);
            if (further) {
                tape.push(dy -> {
                    residual.push(dy.share());
                    return dy;
                });
            }
            return y;
        }
    }

    private Tensor enter(Tensor x, BlockInputs inputs, Tape tape) {
        AdaptedLayers.Adapters ad = in.begin(inputs, tape);
        return tape.record(
                Kernels.forward("transformer_in", x, in.weights.list(), ad.parameters, ad.scales, groups),
                (dh, kept) -> Kernels.tensor(
                        "transformer_in_backward",
                        dh,
                        kept,
                        in.weights.list(),
                        ad.parameters,
                        ad.gradients,
                        ad.scales,
                        groups,
                        ad.further));
    }

    private Tensor leave(Tensor h, Tensor x, BlockInputs inputs, Tape tape) {
        AdaptedLayers.Adapters ad = out.begin(inputs, tape);
        return tape.record(
                Kernels.forward("transformer_out", h, x, out.weights.list(), ad.parameters, ad.scales),
                (dy, kept) -> Kernels.tensor(
                        "transformer_out_backward",
                        dy,
                        kept,
                        out.weights.list(),
                        ad.parameters,
                        ad.gradients,
                        ad.scales,
                        ad.further));
    }

    @Override
    public String path() {
        return in.path();
    }

    @Override
    public long parameters() {
        return in.parameters()
                + out.parameters()
                + blocks.stream().mapToLong(Block::parameters).sum();
    }

    @Override
    public void close() {
        in.close();
        out.close();
        blocks.forEach(TransformerBlock::close);
    }
}
