package loralei.lora;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Optional;
import java.util.stream.IntStream;
import loralei.safetensors.SafetensorsFile;
import loralei.safetensors.TensorInfo;

/**
 * Products of what two LoRAs do to one layer. With changes s U D the sum over all products of their values is
 * s1 s2 sum((U1^T U2) * (D1 D2^T)), so that no change is ever written out. Legend: o outputs, i inputs times positions of a
 * kernel, r and q the two ranks.
 *
 * @param first the square of the first one's size
 * @param second the square of the second one's size
 * @param both the product of both
 * @param equal whether scaled up matrices and down matrices are the same, to the bit
 */
public record ChangeProducts(double first, double second, double both, boolean equal) {
    private static final int LANES = 4;

    /** One LoRA's part, as (o, r) and (r, i). */
    private static final class Matrices {
        private final float[] up;
        private final float[] down;
        private final int rank;
        private final double scale;

        private Matrices(float[] up, float[] down, int rank, double scale) {
            this.up = up;
            this.down = down;
            this.rank = rank;
            this.scale = scale;
        }

        static Matrices read(LoraContent lora, ModuleName name) throws IOException {
            LoraModuleInfo module = lora.module(name);
            return new Matrices(
                    values(lora.file(), module.up()),
                    values(lora.file(), module.down()),
                    module.rank(),
                    module.scale());
        }

        private static float[] values(SafetensorsFile file, TensorInfo info) throws IOException {
            float[] values = file.floats(info.name());
            LoraWeights.requireFinite(file.path(), info.name(), FloatBuffer.wrap(values));
            return values;
        }

        /** (r, o). */
        float[] columns() {
            int outputs = up.length / rank;
            float[] columns = new float[up.length];
            for (int o = 0; o < outputs; o++) {
                for (int r = 0; r < rank; r++) {
                    columns[r * outputs + o] = up[o * rank + r];
                }
            }
            return columns;
        }

        boolean sameSizes(Matrices other) {
            return up.length / rank == other.up.length / other.rank
                    && down.length / rank == other.down.length / other.rank;
        }

        boolean isSame(Matrices other) {
            if (rank != other.rank || up.length != other.up.length || down.length != other.down.length) {
                return false;
            }
            for (int i = 0; i < down.length; i++) {
                if (down[i] != other.down[i]) {
                    return false;
                }
            }
            for (int i = 0; i < up.length; i++) {
                if (up[i] * scale != other.up[i] * other.scale) {
                    return false;
                }
            }
            return true;
        }
    }

    /** The square of the size of what one LoRA does. */
    public static double square(LoraContent lora, ModuleName module) throws IOException {
        Matrices matrices = Matrices.read(lora, module);
        float[] columns = matrices.columns();
        return product(matrices, columns, matrices, columns);
    }

    /**
     * What two LoRAs do to the same layer.
     *
     * @return empty where they are for layers of other sizes
     */
    public static Optional<ChangeProducts> of(LoraContent one, LoraContent other, ModuleName module)
            throws IOException {
        Matrices first = Matrices.read(one, module);
        Matrices second = Matrices.read(other, module);
        if (!first.sameSizes(second)) {
            return Optional.empty();
        }
        float[] a = first.columns();
        double square = product(first, a, first, a);
        if (first.isSame(second)) {
            return Optional.of(new ChangeProducts(square, square, square, true));
        }
        float[] b = second.columns();
        double otherSquare = product(second, b, second, b);
        return Optional.of(
                new ChangeProducts(square, otherSquare, product(first, a, second, b), square == 0 && otherSquare == 0));
    }

    /** Row by row of the two small matrices (r, q), each on a thread of its own, and added up in order. */
    private static double product(Matrices one, float[] columns, Matrices other, float[] otherColumns) {
        double sum = IntStream.range(0, one.rank)
                .parallel()
                .mapToObj(r -> row(one, columns, other, otherColumns, r))
                .toList()
                .stream()
                .mapToDouble(Double::doubleValue)
                .reduce(0, Double::sum);
        return sum * one.scale * other.scale;
    }

    private static Double row(Matrices one, float[] columns, Matrices other, float[] otherColumns, int r) {
        double sum = 0;
        for (int q = 0; q < other.rank; q++) {
            sum += dot(columns, r, otherColumns, q, columns.length / one.rank)
                    * dot(one.down, r, other.down, q, one.down.length / one.rank);
        }
        return sum;
    }

    /** Of one row of each; in several sums, on which no other one waits. */
    private static double dot(float[] a, int row, float[] b, int other, int length) {
        int from = row * length;
        int otherFrom = other * length;
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        int whole = length - length % LANES;
        for (int i = 0; i < whole; i += LANES) {
            sum0 += (double) a[from + i] * b[otherFrom + i];
            sum1 += (double) a[from + i + 1] * b[otherFrom + i + 1];
            sum2 += (double) a[from + i + 2] * b[otherFrom + i + 2];
            sum3 += (double) a[from + i + 3] * b[otherFrom + i + 3];
        }
        for (int i = whole; i < length; i++) {
            sum0 += (double) a[from + i] * b[otherFrom + i];
        }
        return sum0 + sum1 + sum2 + sum3;
    }
}
