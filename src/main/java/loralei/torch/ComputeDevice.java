package loralei.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.engine.StandardCapabilities;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.cuda.CudaUtils;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the network computes: the CPU, or a CUDA (or ROCm) GPU. Closing it gives back what libtorch keeps of a GPU's memory;
 * what is left open is freed with the process.
 */
public final class ComputeDevice implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ComputeDevice.class);

    private final Device device;
    private final Optional<Card> card;
    private final Tensor anchor;

    private ComputeDevice(Device device, Optional<Card> card) {
        this.device = device;
        this.card = card;
        Natives.engine(); // fails with a person's message, which Torch cannot
        this.anchor = new Tensor(TorchFailure.translated(() -> JniUtils.createZerosNdArray(
                Torch.manager(), new Shape(1), DataType.FLOAT32, device, SparseFormat.DENSE)));
        anchor.detach();
    }

    /** The CPU. */
    public static ComputeDevice cpu() {
        return new ComputeDevice(Device.cpu(), Optional.empty());
    }

    /** A GPU that the driver told of. Fails where {@link #gpuCount} is 0. */
    public static ComputeDevice gpu(Card card) {
        return gpu(card.number(), Optional.of(card));
    }

    /** A GPU by its number, where the driver's tool is missing and cannot tell of cards. */
    public static ComputeDevice gpu(int number) {
        return gpu(number, Optional.empty());
    }

    private static ComputeDevice gpu(int number, Optional<Card> card) {
        ComputeDevice gpu = new ComputeDevice(Device.gpu(number), card);
        if (card.filter(Card::hasDoubtfulFp16).isPresent()) {
            JniUtils.setBenchmarkCuDNN(
                    true); // tries several ways to convolve; that wrong ones lose is what others rely on
        }
        return gpu;
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

    /** The name for people: cpu, or cuda, or cuda:1 for any GPU but the first. */
    public String id() {
        return !isGpu() ? "cpu" : number() == 0 ? "cuda" : "cuda:" + number();
    }

    /** The GPU's number. */
    int number() {
        return device.getDeviceId();
    }

    /** What the driver told of the GPU. */
    public Optional<Card> card() {
        return card;
    }

    /**
     * The fastest type that is safe here: fp32 on the CPU, bf16 on a GPU that has it, else fp16. A GPU whose fp16 is
     * doubtful is tried first, and gets fp32 if the doubt is right.
     */
    public ComputeType preferredType() {
        if (!isGpu()) {
            return ComputeType.FP32;
        }
        if (hasBf16()) {
            return ComputeType.BF16;
        }
        return card.filter(Card::hasDoubtfulFp16).isEmpty() || convolves(ComputeType.FP16)
                ? ComputeType.FP16
                : ComputeType.FP32;
    }

    private boolean hasBf16() {
        if (card.filter(known -> known.capability().isPresent()).isPresent() || !CudaUtils.hasCuda()) {
            return card.filter(Card::hasBf16).isPresent();
        }
        return Integer.parseInt(CudaUtils.getComputeCapability(number())) >= Card.FIRST_WITH_BF16;
    }

    /** Whether a convolution of SD1.5's size and its derivative come out finite in a type. */
    public boolean convolves(ComputeType type) {
        int channels = 320;
        try (Scope scope = Scope.open()) {
            Tensor x = randn(1, type, 1, channels, 64, 64);
            Tensor weight = randn(0.02, type, channels, channels, 3, 3);
            Tensor y = Kernels.tensor("conv", x, weight, randn(0, type, channels), 1, 1);
            Tensor dx = Kernels.tensor("conv_backward", y, x, weight, 1, 1);
            return Kernels.number("count_not_finite", y) + Kernels.number("count_not_finite", dx) == 0;
        }
    }

    /** A tensor with the same values on this device; the same memory if it lies here already. */
    public Tensor move(Tensor tensor) {
        return Kernels.tensor("to_device", tensor, anchor);
    }

    /** Gives memory that libtorch keeps for reuse back to the device. */
    public void releaseCache() {
        if (isGpu()) {
            try {
                JniUtils.emptyCudaCache();
            } catch (EngineException e) { // a GPU that failed says so again at each call
                LOG.warn("The graphics card does not take its memory back", e);
            }
        }
    }

    @Override
    public void close() {
        anchor.close();
        releaseCache();
    }

    /** Waits until all is done that was asked for. */
    public void finish() {
        anchor.item();
    }

    /** Room on this device for as many values of the same type. */
    public Tensor roomFor(Tensor tensor) {
        return Kernels.tensor("room_for", tensor, anchor);
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
