package loralei.model;

import java.util.List;

/**
 * A layer of the UNet that can have an adapter.
 *
 * @param path diffusers' module path
 * @param in input features or channels
 * @param out output features or channels
 * @param kernel height and width of a convolution's kernel; 0 for a linear layer
 */
public record TargetModule(String path, int in, int out, int kernel) {
    /** A linear layer. */
    public static TargetModule linear(String path, int in, int out) {
        return new TargetModule(path, in, out, 0);
    }

    /** Whether it is a convolution. */
    public boolean isConvolution() {
        return kernel > 0;
    }

    /** The shape of a weight of this kind from {@code in} to {@code out}, in which a convolution has a kernel this wide. */
    public List<Long> weight(long out, long in, long kernel) {
        return isConvolution() ? List.of(out, in, kernel, kernel) : List.of(out, in);
    }
}
