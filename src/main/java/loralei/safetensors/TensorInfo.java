package loralei.safetensors;

import java.util.List;

/**
 * What a file header says of one tensor.
 *
 * @param name the tensor's name
 * @param dtype the type of its values
 * @param shape its dimensions, outermost first; empty for a scalar
 * @param begin offset of its first byte in the file's data section
 * @param end offset after its last byte in the file's data section
 */
public record TensorInfo(String name, DType dtype, List<Long> shape, long begin, long end) {
    /** Keeps its own copy of the shape. */
    public TensorInfo {
        shape = List.copyOf(shape);
    }

    /**
     * Returns the number of values: the product of the dimensions, 1 for a scalar.
     *
     * @return how many values the tensor has
     * @throws ArithmeticException if the product does not fit 63 bits
     */
    public long count() {
        return count(shape);
    }

    /**
     * Returns the size of the tensor in the file.
     *
     * @return bytes
     */
    public long bytes() {
        return end - begin;
    }

    static long count(List<Long> shape) {
        long count = 1;
        for (long dimension : shape) {
            if (dimension < 0) {
                throw new ArithmeticException("negative dimension " + dimension);
            }
            count = Math.multiplyExact(count, dimension);
        }
        return count;
    }
}
