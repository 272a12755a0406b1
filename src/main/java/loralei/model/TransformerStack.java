package loralei.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import loralei.model.WeightSource.Spec;
import loralei.torch.Kernels;
import loralei.torch.Tensor;
import loralei.torch.TensorList;

/**
 * Transformer blocks between two projections, added to their input (B, C, H, W): diffusers' Transformer2DModel.
 *
 * <p>The projections are 1x1 convolutions in SD1.5 and linear layers in SDXL, which is the same arithmetic.
 */
final class TransformerStack implements Block {
    private final TensorList in;
    private final TensorList out;
    private final List<TransformerBlock> blocks = new ArrayList<>();
    private final int groups;

    TransformerStack(WeightSource source, String path, int channels, int context, int heads, int depth, int groups) {
        this.groups = groups;
        this.in = source.list(Spec.norm(path + ".norm", channels), Spec.linear(path + ".proj_in", channels, channels));
        for (int i = 0; i < depth; i++) {
            blocks.add(new TransformerBlock(source, path + ".transformer_blocks." + i, channels, context, heads));
        }
        this.out = source.list(Spec.linear(path + ".proj_out", channels, channels));
    }

    @Override
    public Tensor forward(Tensor x, BlockInputs inputs, Tape tape) {
        boolean further = tape.started();
        Deque<Tensor> residual = new ArrayDeque<>(); // the gradient that goes past the blocks
        Kernels.Kept entry = Kernels.kept("transformer_in", x, in, groups, further);
        if (further) {
            tape.push(dh -> leave(dh, entry, residual), entry.saved());
        } else {
            entry.saved().close();
        }
        Tensor h = entry.output();
        for (TransformerBlock block : blocks) {
            Tensor next = tape.run(block, h, inputs);
            h.close();
            h = next;
        }
        Tensor y = Kernels.tensor("transformer_out", h, x, out);
        h.close();
        if (tape.started()) {
            tape.push(dy -> {
                if (further) {
                    residual.push(dy.share());
                }
                return Kernels.tensor("transformer_out_backward", dy, out);
            });
        }
        return y;
    }

    private Tensor leave(Tensor dh, Kernels.Kept entry, Deque<Tensor> residual) {
        Tensor dx = Kernels.tensor("transformer_in_backward", dh, entry.saved(), in, groups);
        try (Tensor past = residual.pop()) {
            Kernels.run("add_into", dx, past);
        }
        return dx;
    }

    @Override
    public long parameters() {
        return in.count()
                + out.count()
                + blocks.stream().mapToLong(Block::parameters).sum();
    }

    @Override
    public void close() {
        in.close();
        out.close();
        blocks.forEach(TransformerBlock::close);
    }
}
