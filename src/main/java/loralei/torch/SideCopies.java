package loralei.torch;

/** Copies from main memory to a device, which on a GPU go on while it computes. */
public final class SideCopies implements AutoCloseable {
    private SideCopies() {}

    /** Copies to this device. */
    public static SideCopies to(ComputeDevice device) {
        return new SideCopies();
    }

    /** The values in main memory, from where they are copied; the tensor is closed. */
    public Tensor home(Tensor tensor) {
        try (tensor) {
            return Kernels.tensor("copy", tensor);
        }
    }

    /** The copies that follow wait until all is done that was asked of the device up to now. */
    public void begin() {}

    /** Copies a flat tensor to the beginning of another one. */
    public void copy(Tensor from, Tensor to) {
        Kernels.run("copy_to_start", to, from);
    }

    /** What is asked of the device from now on waits until all copies are done. */
    public void await() {}

    @Override
    public void close() {}
}
