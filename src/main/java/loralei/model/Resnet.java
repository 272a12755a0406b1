package loralei.model;

import loralei.model.WeightSource.Spec;
import loralei.torch.Kernels;
import loralei.torch.Tensor;
import loralei.torch.TensorList;

/** A residual block (B, C_in, H, W) -> (B, C_out, H, W) of the UNet, or, without a time projection, of the VAE. */
final class Resnet implements Block {
    private final TensorList weights;
    private final TensorList timeWeights;
    private final int groups;
    private final double eps;

    /** {@code timeSize} is the width of the time embedding; 0 in the VAE, which has none. */
    Resnet(WeightSource source, String path, int in, int out, int timeSize, int groups, double eps) {
        Spec norm1 = Spec.norm(path + ".norm1", in);
        Spec conv1 = Spec.conv(path + ".conv1", in, out, 3);
        Spec norm2 = Spec.norm(path + ".norm2", out);
        Spec conv2 = Spec.conv(path + ".conv2", out, out, 3);
        this.weights = in == out
                ? source.list(norm1, conv1, norm2, conv2)
                : source.list(norm1, conv1, norm2, conv2, Spec.conv(path + ".conv_shortcut", in, out, 1));
        this.timeWeights =
                timeSize == 0 ? source.list() : source.list(Spec.linear(path + ".time_emb_proj", timeSize, out));
        this.groups = groups;
        this.eps = eps;
    }

    @Override
    public Tensor forward(Tensor x, BlockInputs inputs, Tape tape) {
        Kernels.Kept kept = Kernels.kept("resnet", x, inputs.emb(), weights, timeWeights, groups, eps, tape.started());
        if (tape.started()) {
            tape.push(dy -> Kernels.tensor("resnet_backward", dy, kept.saved(), weights, groups, eps), kept.saved());
        } else {
            kept.saved().close();
        }
        return kept.output();
    }

    /** The block without a tape and a time embedding, as the VAE uses it; closes its input. */
    Tensor consume(Tensor x) {
        try (x) {
            Kernels.Kept kept = Kernels.kept("resnet", x, x, weights, timeWeights, groups, eps, false);
            kept.saved().close();
            return kept.output();
        }
    }

    @Override
    public long parameters() {
        return weights.count() + timeWeights.count();
    }

    @Override
    public void close() {
        weights.close();
        timeWeights.close();
    }
}
