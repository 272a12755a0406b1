package loralei.model;

import loralei.model.WeightSource.Spec;
import loralei.torch.Kernels;
import loralei.torch.Tensor;

/** A residual block (B, C_in, H, W) -> (B, C_out, H, W) of the UNet, or, without a time projection, of the VAE. */
final class Resnet extends AdaptedLayers implements Block {
    private final FrozenWeights timeWeights;
    private final int groups;
    private final double eps;

    /** {@code timeSize} is the width of the time embedding; 0 in the VAE, which has none. */
    Resnet(WeightSource source, String path, int in, int out, int timeSize, int groups, double eps) {
        super(source.block(specs(path, in, out)), path, ".conv1", ".time_emb_proj", ".conv2", ".conv_shortcut");
        this.timeWeights = timeSize == 0
                ? source.resident()
                : source.resident(Spec.linear(path + ".time_emb_proj", timeSize, out));
        this.groups = groups;
        this.eps = eps;
    }

    /** The layers that have weights, but for the time projection. */
    static Spec[] specs(String path, int in, int out) {
        Spec norm1 = Spec.norm(path + ".norm1", in);
        Spec conv1 = Spec.conv(path + ".conv1", in, out, 3);
        Spec norm2 = Spec.norm(path + ".norm2", out);
        Spec conv2 = Spec.conv(path + ".conv2", out, out, 3);
        return in == out
                ? new Spec[] {norm1, conv1, norm2, conv2}
                : new Spec[] {norm1, conv1, norm2, conv2, Spec.conv(path + ".conv_shortcut", in, out, 1)};
    }

    @Override
    public boolean learns(BlockInputs inputs) {
        return super.learns(inputs) || inputs.wantsEmbGradient();
    }

    @Override
    public Tensor forward(Tensor x, BlockInputs inputs, Tape tape) {
        return run("resnet", x, inputs, tape);
    }

    @Override
    public Tensor again(Tensor x, BlockInputs inputs, Tape tape) {
        return run("resnet_again", x, inputs, tape);
    }

    private Tensor run(String kernel, Tensor x, BlockInputs inputs, Tape tape) {
        Adapters ad = begin(inputs, tape);
        return tape.record(
                Kernels.forward(
                        kernel,
                        x,
                        inputs.emb(),
                        weights.list(),
                        timeWeights.list(),
                        ad.parameters,
                        ad.scales,
                        groups,
                        eps),
                (dy, kept) -> Kernels.tensor(
                        "resnet_backward",
                        dy,
                        inputs.emb(),
                        inputs.embGradient(),
                        kept,
                        weights.list(),
                        timeWeights.list(),
                        ad.parameters,
                        ad.gradients,
                        ad.scales,
                        groups,
                        eps,
                        ad.further));
    }

    /** The block without a tape and a time embedding, as the VAE uses it; closes its input. */
    Tensor consume(Tensor x) {
        BlockInputs none = new BlockInputs(x, BlockInputs.UNWANTED, x, BlockInputs.UNWANTED, AdapterBank.NONE);
        try (x;
                Tape tape = Tape.inference()) {
            return forward(x, none, tape);
        }
    }

    @Override
    public long parameters() {
        return super.parameters() + timeWeights.count();
    }

    @Override
    public void close() {
        super.close();
        timeWeights.close();
    }
}
