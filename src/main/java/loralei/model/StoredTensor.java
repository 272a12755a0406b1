package loralei.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import loralei.safetensors.DType;
import loralei.safetensors.SafetensorsFile;
import loralei.safetensors.TensorInfo;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;
import loralei.torch.ElementType;
import loralei.torch.Kernels;
import loralei.torch.Tensor;

/** A tensor of a file, or a piece of it, as a network takes it; read where it lies, by memory map, wherever that can be. */
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

    private long count() {
        return cut.isThird() ? info.count() / 3 : info.count();
    }

    private long first() {
        return cut.isThird() ? (cut.ordinal() - Cut.FIRST_THIRD.ordinal()) * count() : 0;
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

    /** The tensor in a type and on a device. */
    Tensor load(long[] shape, ComputeDevice device, ComputeType type) throws IOException {
        ElementType element = cut == Cut.TRANSPOSED ? null : MAPPED.get(info.dtype());
        // bf16 and fp8 can't be made from Java: widened here, narrowed again by the kernel if need be.
        Tensor stored = element == null
                ? Tensor.of(floats(), shape)
                : Tensor.over(file.map(info.name(), first(), count()), element, shape);
        if (element == ElementType.FLOAT32 && type == ComputeType.FP32 && !device.isGpu()) {
            return stored; // used where it lies, in the page cache
        }
        try (stored) {
            // Moved first: the fp16 bytes of a file are half as much to carry as what they become.
            Tensor moved = device.move(stored);
            try (moved) {
                Tensor converted = Kernels.tensor("to_dtype", moved, type.number());
                return shares(element, type, device) ? copyOf(converted) : converted;
            }
        }
    }

    /** Whether the conversion gave the mapped memory itself, which must not outlive the map. */
    private static boolean shares(ElementType element, ComputeType type, ComputeDevice device) {
        return element == ElementType.FLOAT16 && type == ComputeType.FP16 && !device.isGpu();
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
