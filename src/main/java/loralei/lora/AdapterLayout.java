package loralei.lora;

import java.util.ArrayList;
import java.util.List;
import loralei.model.UnetModules.LinearModule;

/**
 * Where each adapter matrix lies in one flat vector, so that clipping, the optimizer and a checkpoint are one operation
 * each.
 *
 * <p>Matrices under {@value #SMALL} values come first. Each larger one begins at a multiple of {@value #BLOCK}, filled
 * up with zeros, so that the second part of the vector is whole blocks of block-wise optimizers, none of which spans two
 * matrices.
 *
 * @param matrices all matrices, by module in the given order, down before up
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
     * @param module the linear layer
     * @param up whether it is the up matrix (out, rank), else the down matrix (rank, in)
     * @param offset where it begins
     * @param rows its first size
     * @param columns its second size
     */
    public record Matrix(LinearModule module, boolean up, int offset, int rows, int columns) {
        /** The number of values. */
        public int count() {
            return Math.multiplyExact(rows, columns);
        }
    }

    /** Lays out the matrices of rank {@code rank} for these modules. */
    public static AdapterLayout of(List<LinearModule> modules, int rank) {
        int smallSize = 0;
        for (LinearModule module : modules) {
            smallSize += smallCount(rank, module.in()) + smallCount(module.out(), rank);
        }
        smallSize = filledUp(smallSize);
        int small = 0;
        int large = smallSize;
        List<Matrix> matrices = new ArrayList<>();
        for (LinearModule module : modules) {
            for (boolean up : new boolean[] {false, true}) {
                int rows = up ? module.out() : rank;
                int columns = up ? rank : module.in();
                int count = Math.multiplyExact(rows, columns);
                boolean isSmall = count < SMALL;
                matrices.add(new Matrix(module, up, isSmall ? small : large, rows, columns));
                small += isSmall ? count : 0;
                large = Math.addExact(large, isSmall ? 0 : filledUp(count));
            }
        }
        return new AdapterLayout(List.copyOf(matrices), smallSize, large);
    }

    /** The number of values that are trained. */
    public int count() {
        return matrices.stream().mapToInt(Matrix::count).sum();
    }

    private static int smallCount(int rows, int columns) {
        int count = Math.multiplyExact(rows, columns);
        return count < SMALL ? count : 0;
    }

    private static int filledUp(int count) {
        return Math.addExact(count, BLOCK - 1) / BLOCK * BLOCK;
    }
}
