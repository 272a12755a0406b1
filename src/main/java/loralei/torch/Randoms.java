package loralei.torch;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import java.util.concurrent.locks.ReentrantLock;

/**
 * libtorch's CPU generator. Draws are made on the CPU, so that a seed means the same on every device; after
 * {@link #seed} with a number of 32 bits they are those of {@code torch.manual_seed}.
 */
public final class Randoms {
    private static final ReentrantLock LOCK = new ReentrantLock();

    private Randoms() {}

    /**
     * Has the generator alone until it is closed: runs on several cards share it, and from a seed on all draws have to be
     * those of one run.
     */
    public static Alone alone() {
        LOCK.lock();
        return LOCK::unlock;
    }

    /** The end of being alone. */
    @FunctionalInterface
    public interface Alone extends AutoCloseable {
        @Override
        void close();
    }

    /** Starts the generator anew. It takes 32 bits of a seed; those above them are laid over them. */
    public static void seed(long seed) {
        Torch.manager();
        JniUtils.setSeed((seed ^ (seed >>> Integer.SIZE)) & 0xffffffffL);
    }

    /** Standard normal draws in fp32, as {@code torch.randn} makes them. */
    public static Tensor randn(long... shape) {
        return new Tensor(TorchFailure.translated(
                () -> JniUtils.normal(Torch.manager(), 0.0, 1.0, new Shape(shape), DataType.FLOAT32, Device.cpu())));
    }

    /** Uniform draws from {@code low} to {@code high} in fp32, as {@code torch.Tensor.uniform_} makes them. */
    public static Tensor uniform(double low, double high, long... shape) {
        return new Tensor(TorchFailure.translated(
                () -> JniUtils.uniform(Torch.manager(), low, high, new Shape(shape), DataType.FLOAT32, Device.cpu())));
    }

    /** Whole numbers from 0 to {@code below} - 1, as {@code torch.randint} makes them. */
    public static Tensor randint(long below, long... shape) {
        return Kernels.tensor("randint", below, shape);
    }
}
