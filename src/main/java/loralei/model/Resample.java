package loralei.model;

import loralei.model.WeightSource.Spec;
import loralei.torch.Kernels;
import loralei.torch.Tensor;

/** Halves or doubles height and width: (B, C, H, W) -> (B, C, H/2, W/2) or (B, C, 2H, 2W). */
final class Resample extends AdaptedLayers implements Block {
    private final String kernel;

    Resample(WeightSource source, String path, int channels, boolean up) {
        super(source.list(Spec.conv(path, channels, channels, 3)), path, "");
        this.kernel = up ? "upsample" : "downsample";
    }

    @Override
    public Tensor forward(Tensor x, BlockInputs inputs, Tape tape) {
        Adapters ad = begin(inputs, tape);
        return tape.record(
                Kernels.forward(kernel, x, weights, ad.parameters, ad.scales),
                (dy, kept) -> Kernels.tensor(
                        kernel + "_backward", dy, kept, weights, ad.parameters, ad.gradients, ad.scales));
    }
}
