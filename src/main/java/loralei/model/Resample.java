package loralei.model;

import loralei.model.WeightSource.Spec;
import loralei.torch.Kernels;
import loralei.torch.Tensor;

/** Halves or doubles height and width: (B, C, H, W) -> (B, C, H/2, W/2) or (B, C, 2H, 2W). */
final class Resample extends AdaptedLayers implements Block {
    private final String kernel;

    private Resample(WeightSource source, String path, int channels, String kernel) {
        super(source.list(Spec.conv(path, channels, channels, 3)), path, "");
        this.kernel = kernel;
    }

    static Resample down(WeightSource source, String path, int channels) {
        return new Resample(source, path, channels, "downsample");
    }

    static Resample up(WeightSource source, String path, int channels) {
        return new Resample(source, path, channels, "upsample");
    }

    @Override
    public Tensor forward(Tensor x, BlockInputs inputs, Tape tape) {
        Adapters ad = begin(inputs, tape);
        return tape.record(
                Kernels.kept(kernel, x, weights, ad.parameters, ad.scales),
                (dy, kept) -> Kernels.tensor(
                        kernel + "_backward", dy, kept, weights, ad.parameters, ad.gradients, ad.scales));
    }
}
