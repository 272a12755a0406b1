package loralei.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import loralei.safetensors.DType;
import loralei.safetensors.SafetensorsFile;
import loralei.safetensors.TensorInfo;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;
import loralei.torch.ElementType;
import loralei.torch.Kernels;
import loralei.torch.Tensor;

/**
 * A tensor of a file, or a piece of it, as a network takes it: used where it lies, by memory map, wherever that can be, and
 * else read by itself.
 */
record StoredTensor(SafetensorsFile file, TensorInfo info, Cut cut) {
    private static final Map<DType, ElementType> MAPPED =
            Map.of(DType.F32, ElementType.FLOAT32, DType.F16, ElementType.FLOAT16, DType.F64, ElementType.FLOAT64);

    /** How a tensor of a file becomes one of a network's. */
    enum Cut {
        /** As it is. */
        WHOLE,
        /** The first third of its rows: the query of a joined projection. */
        FIRST_THIRD,
        /** The second: the key. */
        SECOND_THIRD,
        /** The last: the value. */
        LAST_THIRD,
        /** With its rows for columns. */
        TRANSPOSED;

        boolean isThird() {
            return this == FIRST_THIRD || this == SECOND_THIRD || this == LAST_THIRD;
        }
    }

    /** A tensor of a file under the name that a network has for it. */
    record Placed(String name, Cut cut) {}

    /** The sizes of what the network gets; those of the file where they cannot be cut like this. */
    long[] shape() {
        long[] shape = info.shape().stream().mapToLong(Long::longValue).toArray();
        if (cut == Cut.TRANSPOSED && shape.length == 2) {
            return new long[] {shape[1], shape[0]};
        }
        if (cut.isThird() && shape.length > 0 && shape[0] % 3 == 0) {
            shape[0] /= 3;
        } else if (cut.isThird()) {
            return new long[0]; // fits nothing
        }
        return shape;
    }

    /** Its values. */
    float[] floats() throws IOException {
        float[] values = file.floats(info.name(), first(), count());
        return cut == Cut.TRANSPOSED
                ? transposed(values, (int) shape()[0], info.shape().get(0).intValue())
                : values;
    }

    /** Puts values of the network's into those of the file's tensor, where they belong. */
    void putInto(float[] whole, float... values) {
        float[] turned =
                cut == Cut.TRANSPOSED ? transposed(values, info.shape().get(0).intValue(), (int) shape()[0]) : values;
        System.arraycopy(turned, 0, whole, (int) first(), turned.length);
    }

    private long count() {
        return cut.isThird() ? info.count() / 3 : info.count();
    }

    private long first() {
        return switch (cut) {
            case SECOND_THIRD -> count();
            case LAST_THIRD -> 2 * count();
            default -> 0;
        };
    }

    private static float[] transposed(float[] values, int rows, int columns) {
        float[] turned = new float[values.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                turned[row * columns + column] = values[column * rows + row];
            }
        }
        return turned;
    }

    /**
     * The tensor in a type and on a device.
     *
     * @param staging what is read of the file where it cannot be used as it lies there
     */
    Tensor load(long[] shape, ComputeDevice device, ComputeType type, Staging staging) throws IOException {
        // bf16 and fp8 can't be made from Java: widened here, narrowed again by the kernel if need be.
        ElementType element = MAPPED.getOrDefault(info.dtype(), ElementType.FLOAT32);
        if (cut != Cut.TRANSPOSED && info.dtype() == DType.F32 && type == ComputeType.FP32 && !device.isGpu()) {
            return Tensor.overFile(file.map(info.name(), first(), count()), element, shape); // in the page cache
        }
        try (Tensor stored = cut == Cut.TRANSPOSED ? Tensor.of(floats(), shape) : untouched(staging, element, shape)) {
            // Moved first: the fp16 bytes of a file are half as much to carry as what they become.
            try (Tensor moved = device.move(stored)) {
                Tensor converted = Kernels.tensor("to_dtype", moved, type.number());
                return shares(element, type, device) ? copyOf(converted) : converted;
            }
        }
    }

    /**
     * The tensor where it lies in its file, if that is on the processor's side and it widens exactly to the type; else as
     * {@link #load} gives it.
     */
    Tensor inFile(long[] shape, ComputeDevice device, ComputeType type, Staging staging) throws IOException {
        boolean exact = info.dtype() == DType.F16 && (type == ComputeType.FP16 || type == ComputeType.FP32);
        return exact && cut != Cut.TRANSPOSED && !device.isGpu()
                ? Tensor.overFile(file.map(info.name(), first(), count()), ElementType.FLOAT16, shape)
                : load(shape, device, type, staging);
    }

    /** As it lies in the file: in its map, wherever that leaves the process with the tensor, and else read. */
    private Tensor untouched(Staging staging, ElementType element, long... shape) throws IOException {
        return MAPPED.containsKey(info.dtype()) && Tensor.letsGoOfFiles()
                ? Tensor.overFile(file.map(info.name(), first(), count()), element, shape)
                : Tensor.over(staged(staging), element, shape);
    }

    private ByteBuffer staged(Staging staging) throws IOException {
        boolean narrow = !MAPPED.containsKey(info.dtype());
        ByteBuffer bytes =
                staging.room(count() * (narrow ? Float.BYTES : info.dtype().bytes()));
        if (narrow) {
            file.read(info.name(), first(), count(), bytes.asFloatBuffer());
            return bytes;
        }
        file.read(info.name(), first(), count(), bytes);
        return bytes.flip();
    }

    /** One buffer for tensors that become others, one after the other, where a map would keep them until a collection. */
    static final class Staging {
        private static final long LEAST = 1 << 26;

        private ByteBuffer bytes = ByteBuffer.allocateDirect(0);

        /** Room for so many bytes of native order, in place of what was there before. */
        private ByteBuffer room(long size) {
            if (bytes.capacity() < size) {
                bytes = ByteBuffer.allocateDirect(Math.toIntExact(Math.max(size, LEAST)));
            }
            return bytes.slice(0, (int) size).order(ByteOrder.nativeOrder());
        }
    }

    /** Whether the conversion gave the memory of the next tensor. */
    private boolean shares(ElementType element, ComputeType type, ComputeDevice device) {
        boolean same = (element == ElementType.FLOAT16 && type == ComputeType.FP16)
                || (element == ElementType.FLOAT32 && type == ComputeType.FP32);
        return same && cut != Cut.TRANSPOSED && !device.isGpu();
    }

    private static Tensor copyOf(Tensor tensor) {
        try (tensor) {
            return Kernels.tensor("copy", tensor);
        }
    }

    /** Some of its bytes, from the middle, at most so many values. */
    ByteBuffer sample(int values) throws IOException {
        long many = Math.min(values, info.count());
        return file.map(info.name(), (info.count() - many) / 2, many);
    }
}
