package loralei.safetensors;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A tensor to be written.
 *
 * @param dtype the type of its values
 * @param shape its dimensions, outermost first; empty for a scalar
 * @param bytes its values, little-endian; the accessor gives a read-only view over all of them
 */
public record TensorData(DType dtype, List<Long> shape, ByteBuffer bytes) {
    /** Checks that size, type and shape agree. The content is not copied. */
    public TensorData {
        shape = List.copyOf(shape);
        bytes = bytes.slice();
        long expected = Math.multiplyExact(TensorInfo.count(shape), dtype.bytes());
        if (bytes.remaining() != expected) {
            throw new IllegalArgumentException(
                    dtype + " of shape " + shape + " takes " + expected + " bytes, not " + bytes.remaining());
        }
    }

    @Override
    public ByteBuffer bytes() {
        return bytes.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Reads the values of a floating point tensor.
     *
     * @return a copy of the values, last dimension fastest; F64 is narrowed, every other type keeps its exact values
     * @throws IllegalArgumentException if the type is not floating point
     */
    public float[] floats() {
        float[] values = new float[Math.toIntExact(TensorInfo.count(shape))];
        FloatFormats.decode(dtype, bytes(), values, 0, values.length);
        return values;
    }

    /**
     * Converts between floating point types, rounding to nearest, ties to even.
     *
     * @param wanted the type to convert to
     * @return this tensor if it has that type, else a copy
     */
    public TensorData as(DType wanted) {
        return wanted == dtype ? this : ofFloats(wanted, floats(), shape);
    }

    /**
     * Makes an F32 tensor.
     *
     * @param values as many values as the shape has, last dimension fastest
     * @param shape the dimensions; none for a scalar
     * @return the tensor, a copy of the values
     */
    public static TensorData ofFloats(float[] values, long... shape) {
        return ofFloats(DType.F32, values, shape);
    }

    /**
     * Makes a tensor of a floating point type, rounding to nearest, ties to even ({@link FloatFormats}).
     *
     * @param dtype the type to write; a value too large for it becomes infinite, or NaN in F8_E4M3
     * @param values as many values as the shape has, last dimension fastest
     * @param shape the dimensions; none for a scalar
     * @return the tensor, a copy of the values
     */
    public static TensorData ofFloats(DType dtype, float[] values, long... shape) {
        return ofFloats(dtype, values, dimensions(shape));
    }

    /**
     * Makes a tensor of a floating point type as {@link #ofFloats(DType, float[], long...)} does.
     *
     * @param dtype the type to write
     * @param values as many values as the shape has, last dimension fastest
     * @param shape the dimensions; none for a scalar
     * @return the tensor, a copy of the values
     */
    public static TensorData ofFloats(DType dtype, float[] values, List<Long> shape) {
        ByteBuffer bytes = buffer(values.length, dtype.bytes());
        FloatFormats.encode(dtype, values, bytes);
        return new TensorData(dtype, shape, bytes.flip());
    }

    /**
     * Makes an I64 tensor.
     *
     * @param values as many values as the shape has, last dimension fastest
     * @param shape the dimensions; none for a scalar
     * @return the tensor, a copy of the values
     */
    public static TensorData ofLongs(long[] values, long... shape) {
        ByteBuffer bytes = buffer(values.length, Long.BYTES);
        for (long value : values) {
            bytes.putLong(value);
        }
        return new TensorData(DType.I64, dimensions(shape), bytes.flip());
    }

    private static ByteBuffer buffer(int count, int size) {
        return ByteBuffer.allocate(Math.multiplyExact(count, size)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static List<Long> dimensions(long... shape) {
        List<Long> dimensions = new ArrayList<>(shape.length);
        for (long dimension : shape) {
            dimensions.add(dimension);
        }
        return dimensions;
    }
}
