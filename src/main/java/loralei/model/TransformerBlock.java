package loralei.model;

import loralei.model.AdapterBank.BlockAdapters;
import loralei.model.WeightSource.Spec;
import loralei.torch.Kernels;
import loralei.torch.Tensor;
import loralei.torch.TensorList;

/** Self attention, cross attention and feed-forward over (B, N, C), where the adapters are. */
final class TransformerBlock implements Block {
    private final String path;
    private final TensorList weights;
    private final int heads;

    TransformerBlock(WeightSource source, String path, int channels, int context, int heads) {
        this.path = path;
        this.heads = heads;
        int inner = 4 * channels;
        this.weights = source.list(
                Spec.norm(path + ".norm1", channels),
                Spec.linearWithoutBias(path + ".attn1.to_q", channels, channels),
                Spec.linearWithoutBias(path + ".attn1.to_k", channels, channels),
                Spec.linearWithoutBias(path + ".attn1.to_v", channels, channels),
                Spec.linear(path + ".attn1.to_out.0", channels, channels),
                Spec.norm(path + ".norm2", channels),
                Spec.linearWithoutBias(path + ".attn2.to_q", channels, channels),
                Spec.linearWithoutBias(path + ".attn2.to_k", context, channels),
                Spec.linearWithoutBias(path + ".attn2.to_v", context, channels),
                Spec.linear(path + ".attn2.to_out.0", channels, channels),
                Spec.norm(path + ".norm3", channels),
                Spec.linear(path + ".ff.net.0.proj", channels, 2L * inner),
                Spec.linear(path + ".ff.net.2", inner, channels));
    }

    @Override
    public boolean learns(BlockInputs inputs) {
        return inputs.adapters().of(path).isPresent();
    }

    @Override
    public Tensor forward(Tensor x, BlockInputs inputs, Tape tape) {
        BlockAdapters adapters = inputs.adapters().of(path);
        double[] scales = adapters.scaleArray();
        boolean further = tape.started();
        if (adapters.isPresent()) {
            tape.start();
        }
        Kernels.Kept kept = Kernels.kept(
                "transformer_block",
                x,
                inputs.context(),
                weights,
                adapters.parameters(),
                scales,
                heads,
                tape.started());
        if (tape.started()) {
            tape.push(
                    dy -> Kernels.tensor(
                            "transformer_block_backward",
                            dy,
                            inputs.context(),
                            kept.saved(),
                            weights,
                            adapters.parameters(),
                            adapters.gradients(),
                            scales,
                            heads,
                            further),
                    kept.saved());
        } else {
            kept.saved().close();
        }
        return kept.output();
    }

    @Override
    public long parameters() {
        return weights.count();
    }

    @Override
    public void close() {
        weights.close();
    }
}
