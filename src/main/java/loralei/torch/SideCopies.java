package loralei.torch;

import java.util.List;

/** Copies from main memory to a device; on a GPU they go on while it computes. All calls have to come from one thread. */
public interface SideCopies extends AutoCloseable {
    /** Copies to this device. */
    static SideCopies to(ComputeDevice device) {
        return device.isGpu() ? new StreamCopies(device) : new PlainCopies();
    }

    /** A flat tensor's values in main memory, from where they are copied; the tensor is closed. */
    Tensor home(Tensor flat);

    /** Copies each flat tensor to the beginning of another one, as soon as all is done that was asked of the device before. */
    void copy(List<Tensor> from, List<Tensor> to);

    /** What is asked of the device from now on waits until all copies are done. */
    void await();

    @Override
    void close();

    /** Where there is but main memory. */
    final class PlainCopies implements SideCopies {
        private PlainCopies() {}

        @Override
        public Tensor home(Tensor flat) {
            return flat;
        }

        @Override
        public void copy(List<Tensor> from, List<Tensor> to) {
            Kernels.run("copy_to_starts", to, from);
        }

        @Override
        public void await() {}

        @Override
        public void close() {}
    }
}
