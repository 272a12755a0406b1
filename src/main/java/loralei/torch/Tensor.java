package loralei.torch;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A tensor of libtorch, on the CPU or a GPU.
 *
 * <p>It is freed by {@link #close}, or else with the {@link Scope} it was made in; the memory goes when the last tensor
 * that shares it is freed.
 */
public final class Tensor extends Handle {
    /** Bytes that Java reads of a tensor in one go. */
    private static final long READ_AT_ONCE = 1 << 24;

    private final PtNDArray array;
    private final Optional<ByteBuffer> map;

    /** How kernels take it; made when the first one does. */
    private IValue value;

    Tensor(PtNDArray array) {
        this(array, Optional.empty());
    }

    private Tensor(PtNDArray array, Optional<ByteBuffer> map) {
        this.array = array;
        this.map = map;
    }

    PtNDArray array() {
        return array;
    }

    synchronized IValue value() {
        if (value == null) {
            value = IValue.from(array);
        }
        return value;
    }

    @Override
    synchronized void free() {
        if (value != null) {
            value.close();
        }
        array.close();
        map.ifPresent(SystemCalls::letGo);
    }

    /** A new fp32 tensor on the CPU; without sizes, a scalar. */
    public static Tensor of(float[] values, long... shape) {
        ByteBuffer bytes = direct(values.length * (long) Float.BYTES);
        bytes.asFloatBuffer().put(values);
        return copied(bytes, DataType.FLOAT32, shape);
    }

    /** A new int64 tensor on the CPU. */
    public static Tensor of(long[] values, long... shape) {
        ByteBuffer bytes = direct(values.length * (long) Long.BYTES);
        bytes.asLongBuffer().put(values);
        return copied(bytes, DataType.INT64, shape);
    }

    /** The tensors of these items, one after the other along their first dimension; the rest of their shapes is one. */
    public static <T> Tensor joined(List<T> items, Function<T, Tensor> part) {
        return Kernels.tensor("concat_batch", items.stream().map(part).toList());
    }

    /**
     * A tensor on the CPU over bytes of native order; those of a direct buffer it shares: nothing is copied. Such a buffer
     * lives until this tensor is closed, and no longer: whatever a kernel made that may lie in the same memory has to be
     * closed before.
     */
    public static Tensor over(ByteBuffer bytes, ElementType type, long... shape) {
        if (bytes.isDirect()) {
            return wrap(bytes, type.djl(), shape);
        }
        ByteBuffer direct = direct(bytes.remaining());
        direct.put(bytes.duplicate()).flip();
        return copied(direct, type.djl(), shape);
    }

    /** The same over a piece of a file that was mapped into memory, which this tensor takes up until it is closed. */
    public static Tensor overFile(ByteBuffer map, ElementType type, long... shape) {
        return new Tensor(array(map, type.djl(), shape), Optional.of(map));
    }

    /** Whether the memory of {@link #overFile} leaves this process when the tensor is closed, and not when Java finds time. */
    public static boolean letsGoOfFiles() {
        return SystemCalls.letsGoOfMaps();
    }

    /** In memory of libtorch's own, so that tensors which share it may outlive this one and the buffer. */
    private static Tensor copied(ByteBuffer bytes, DataType type, long... shape) {
        try (Tensor shared = wrap(bytes, type, shape)) {
            return Kernels.tensor("copy", shared);
        }
    }

    private static ByteBuffer direct(long size) {
        return ByteBuffer.allocateDirect(Math.toIntExact(size)).order(ByteOrder.nativeOrder());
    }

    private static Tensor wrap(ByteBuffer bytes, DataType type, long... shape) {
        return new Tensor(array(bytes, type, shape));
    }

    private static PtNDArray array(ByteBuffer bytes, DataType type, long... shape) {
        // The CPU is named: a manager's default device is the GPU where there is one.
        return TorchFailure.translated(() -> JniUtils.createNdFromByteBuffer(
                Torch.manager(), bytes, new Shape(shape), type, SparseFormat.DENSE, Device.cpu()));
    }

    /** Another tensor over the same memory, which lives until both are closed. */
    public Tensor share() {
        return new Tensor(value().toTensor(Torch.manager()));
    }

    /** The sizes, outermost first; empty for a scalar. */
    public long[] shape() {
        return array.getShape().getShape();
    }

    /** The number of values. */
    public long count() {
        return array.getShape().size();
    }

    /** The values of an fp32 tensor, wherever it lies, in row-major order. */
    public float[] floats() {
        if (array.getDataType() != DataType.FLOAT32) {
            throw new IllegalStateException("an fp32 tensor was expected, found " + array.getDataType());
        }
        return onCpu(PtNDArray::toFloatArray);
    }

    /** The bytes of a tensor that DJL can read (not bf16, not fp8), little-endian, in row-major order. */
    public ByteBuffer bytes() {
        long size = count() * array.getDataType().getNumOfBytes();
        if (size <= READ_AT_ONCE) {
            return onCpu(found -> found.toByteBuffer().order(ByteOrder.nativeOrder()));
        }
        // DJL ends the process where Java has no room for what it reads, so Java is asked for the room itself.
        ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(size)).order(ByteOrder.nativeOrder());
        long rows = shape()[0];
        long inRow = count() / rows;
        long rowsAtOnce = Math.max(1, READ_AT_ONCE * rows / size);
        for (long row = 0; row < rows; row += rowsAtOnce) {
            long taken = Math.min(rowsAtOnce, rows - row);
            try (Tensor piece = Kernels.tensor("slice_of", this, row, taken, new long[] {taken * inRow})) {
                ByteBuffer bytes = piece.onCpu(PtNDArray::toByteBuffer);
                all.put(bytes);
            }
        }
        return all.flip();
    }

    /** Whether the values are unsigned bytes. */
    public boolean isBytes() {
        return array.getDataType() == DataType.UINT8;
    }

    /** The values of an int64 tensor. */
    public long[] longs() {
        return onCpu(PtNDArray::toLongArray);
    }

    private <R> R onCpu(Function<PtNDArray, R> reading) {
        try (Tensor near = Kernels.tensor("to_cpu", this)) {
            return reading.apply(near.array);
        }
    }

    /** The one value of an fp32 tensor. */
    public float item() {
        return floats()[0];
    }

    /** Fails unless the sizes are these; -1 stands for any size. */
    public Tensor expect(String what, long... expected) {
        long[] found = shape();
        boolean same = found.length == expected.length;
        for (int i = 0; same && i < found.length; i++) {
            same = expected[i] < 0 || expected[i] == found[i];
        }
        if (!same) {
            throw new IllegalArgumentException(
                    what + ": expected shape " + Arrays.toString(expected) + ", found " + Arrays.toString(found));
        }
        return this;
    }

    @Override
    public String toString() {
        return array.getDataType() + Arrays.toString(shape()) + " on " + array.getDevice();
    }
}
