package loralei.lora;

import java.util.ArrayList;
import java.util.List;

/**
 * Where each matrix of an adapter lies in one flat vector, so that clipping, the optimizer and a checkpoint are one
 * operation each.
 *
 * <p>Matrices under {@value #SMALL} values come first. Each larger one begins at a multiple of {@value #BLOCK}, filled
 * up with zeros, so that the second part of the vector is whole blocks of block-wise optimizers, none of which spans two
 * matrices.
 *
 * @param matrices all matrices, by target in the given order, each target's in the order of its kind
 * @param smallSize the size of the first part, a multiple of the block
 * @param size the size of the whole vector
 */
public record AdapterLayout(List<Matrix> matrices, int smallSize, int size) {
    /** Values that share one scale in 8-bit optimizers (bitsandbytes' block size). */
    public static final int BLOCK = 256;

    /** 8-bit optimizers keep matrices with fewer values in 32 bits (bitsandbytes' min_8bit_size). */
    public static final int SMALL = 4096;

    /**
     * One matrix.
     *
     * @param target the layer that it is for
     * @param of which of the adapter's parts it is
     * @param offset where it begins
     */
    public record Matrix(Target target, PeftType.Part of, int offset) {
        /** Its name among the adapter's parts. */
        public String part() {
            return of.name();
        }

        /** Its sizes. */
        public List<Long> shape() {
            return of.shape().apply(target);
        }

        /** The number of values. */
        public int count() {
            return Math.toIntExact(Target.product(shape()));
        }

        /** Its first values are uniform from minus to plus this. */
        double initialBound() {
            return of.bound().applyAsDouble(target);
        }

        long[] sizes() {
            return shape().stream().mapToLong(Long::longValue).toArray();
        }
    }

    /** Lays out the matrices of these targets. */
    public static AdapterLayout of(List<Target> targets) {
        List<Matrix> loose = targets.stream()
                .flatMap(target -> target.type().parts().stream().map(part -> new Matrix(target, part, 0)))
                .toList();
        int smallSize = filledUp(loose.stream()
                .mapToInt(Matrix::count)
                .filter(count -> count < SMALL)
                .sum());
        int small = 0;
        int large = smallSize;
        List<Matrix> matrices = new ArrayList<>();
        for (Matrix matrix : loose) {
            int count = matrix.count();
            boolean isSmall = count < SMALL;
            matrices.add(new Matrix(matrix.target(), matrix.of(), isSmall ? small : large));
            small += isSmall ? count : 0;
            large = Math.addExact(large, isSmall ? 0 : filledUp(count));
        }
        return new AdapterLayout(List.copyOf(matrices), smallSize, large);
    }

    /** The number of values that are trained. */
    public int count() {
        return matrices.stream().mapToInt(Matrix::count).sum();
    }

    private static int filledUp(int count) {
        return Math.addExact(count, BLOCK - 1) / BLOCK * BLOCK;
    }
}
