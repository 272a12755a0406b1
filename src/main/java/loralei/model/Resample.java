package loralei.model;

import loralei.model.WeightSource.Spec;
import loralei.torch.Kernels;
import loralei.torch.Tensor;
import loralei.torch.TensorList;

/** Halves or doubles height and width: (B, C, H, W) -> (B, C, H/2, W/2) or (B, C, 2H, 2W). */
final class Resample implements Block {
    private final TensorList weights;
    private final String kernel;

    private Resample(WeightSource source, String path, int channels, String kernel) {
        this.weights = source.list(Spec.conv(path, channels, channels, 3));
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
        if (tape.started()) {
            tape.push(dy -> Kernels.tensor(kernel + "_backward", dy, weights));
        }
        return Kernels.tensor(kernel, x, weights);
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
