package loralei.model;

import loralei.model.WeightSource.Spec;
import loralei.torch.Kernels;
import loralei.torch.Tensor;

/** Halves or doubles height and width: (B, C, H, W) -> (B, C, H/2, W/2), rounded up, or (B, C, 2H, 2W). */
final class Resample extends AdaptedLayers implements Block {
    private final boolean up;

    Resample(WeightSource source, String path, int channels, boolean up) {
        super(source.block(Spec.conv(path, channels, channels, 3)), path, "");
        this.up = up;
    }

    boolean isUp() {
        return up;
    }

    @Override
    public Tensor forward(Tensor x, BlockInputs inputs, Tape tape) {
        long[] shape = x.shape();
        return forward(x, 2 * shape[2], 2 * shape[3], inputs, tape);
    }

    /** As the other; up to this size, which has one row or column less where a side was odd on the way down. */
    Tensor forward(Tensor x, long height, long width, BlockInputs inputs, Tape tape) {
        Adapters ad = begin(inputs, tape);
        long[] shape = x.shape();
        return tape.record(
                up
                        ? Kernels.forward("upsample", x, height, width, weights.list(), ad.parameters, ad.scales)
                        : Kernels.forward("downsample", x, weights.list(), ad.parameters, ad.scales),
                (dy, kept) -> Kernels.tensor(
                        up ? "upsample_backward" : "downsample_backward",
                        dy,
                        kept,
                        weights.list(),
                        ad.parameters,
                        ad.gradients,
                        ad.scales,
                        shape[2],
                        shape[3]));
    }
}
