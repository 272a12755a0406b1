package loralei.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.StandardCapabilities;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.cuda.CudaUtils;
import java.util.Arrays;

/** Where the network computes: the CPU, or the first CUDA (or ROCm) GPU. */
public final class ComputeDevice {
    /** bf16 arithmetic came with compute capability 8.0 (Ampere). */
    private static final int FIRST_WITH_BF16 = 80;

    private final Device device;
    private final Tensor anchor;

    private ComputeDevice(Device device) {
        this.device = device;
        Natives.engine(); // fails with a person's message, which Torch cannot
        this.anchor = new Tensor(JniUtils.createZerosNdArray(
                Torch.manager(), new Shape(1), DataType.FLOAT32, device, SparseFormat.DENSE));
        anchor.detach();
    }

    /** The CPU. */
    public static ComputeDevice cpu() {
        return new ComputeDevice(Device.cpu());
    }

    /** The first GPU. Fails where {@link #gpuCount} is 0. */
    public static ComputeDevice gpu() {
        return new ComputeDevice(Device.gpu());
    }

    /** How many GPUs the loaded libtorch can use: 0 with its CPU build, whatever the machine has. */
    public static int gpuCount() {
        Engine engine = Natives.engine();
        // DJL counts by the CUDA runtime, which most computers lack; libtorch itself knows whether it can use a GPU.
        return engine.hasCapability(StandardCapabilities.CUDA) ? Math.max(1, engine.getGpuCount()) : 0;
    }

    /** Whether this is a GPU. */
    public boolean isGpu() {
        return device.isGpu();
    }

    /** The name for people: cpu or cuda. */
    public String id() {
        return isGpu() ? "cuda" : "cpu";
    }

    /** The fastest type that is safe here: fp32 on the CPU, bf16 on a GPU that has it, else fp16. */
    public ComputeType preferredType() {
        if (!isGpu()) {
            return ComputeType.FP32;
        }
        return computeCapability() >= FIRST_WITH_BF16 ? ComputeType.BF16 : ComputeType.FP16;
    }

    /** As 75 for 7.5; 0 where nobody tells. */
    private int computeCapability() {
        return CudaUtils.hasCuda()
                ? Integer.parseInt(CudaUtils.getComputeCapability(device.getDeviceId()))
                : Gpus.ofThisComputer().computeCapability().orElse(0);
    }

    /** A tensor with the same values on this device; the same memory if it lies here already. */
    public Tensor move(Tensor tensor) {
        return Kernels.tensor("to_device", tensor, anchor);
    }

    /** Gives memory that libtorch keeps for reuse back to the device. */
    public void releaseCache() {
        if (isGpu()) {
            JniUtils.emptyCudaCache();
        }
    }

    /** An fp32 tensor of zeros. */
    public Tensor zeros(long... shape) {
        return Kernels.tensor("zeros", shape, anchor);
    }

    /** A tensor of unsigned bytes, all of one value. */
    public Tensor bytes(int value, long... shape) {
        return Kernels.tensor("bytes", shape, value, anchor);
    }

    /** Normal draws with the given standard deviation, from the device's own generator. */
    public Tensor randn(double std, ComputeType type, long... shape) {
        return Kernels.tensor("randn", shape, std, type.number(), anchor);
    }

    /** Whether it multiplies two matrices rightly; fails with libtorch's message if it cannot at all. */
    public boolean multiplies() {
        try (Scope scope = Scope.open()) {
            Tensor a = move(Tensor.of(new float[] {1, 2, 3, 4}, 2, 2));
            Tensor b = move(Tensor.of(new float[] {5, 6, 7, 8}, 2, 2));
            return Arrays.equals(Kernels.tensor("product", a, b).floats(), new float[] {19, 22, 43, 50});
        }
    }
}
