package loralei.lora;

import java.util.List;
import loralei.torch.Kernels;
import loralei.torch.Tensor;

/**
 * The singular values of a matrix (m, n), and the nearest matrices of lower ranks as those of a LoRA. All in double
 * precision, on the processor.
 */
public final class SingularValues implements AutoCloseable {
    /** What makes the two factors of the nearest matrix of a rank. */
    private interface Factors {
        List<Tensor> of(int rank);
    }

    private final List<Tensor> held;
    private final double[] squares;
    private final Factors factors;

    private SingularValues(List<Tensor> held, Tensor squares, Factors factors) {
        this.held = held;
        this.squares = new double[(int) squares.count()];
        squares.bytes().asDoubleBuffer().get(this.squares);
        this.factors = factors;
    }

    /**
     * Those of a product, which is never made: it costs no more than its factors.
     *
     * @param up (m, r), or (m, r, 1, 1)
     * @param down (r, n), or more dimensions that are n together
     */
    public static SingularValues ofProduct(Tensor up, Tensor down) {
        List<Tensor> found = Kernels.tensors("svd_of_product", up, down);
        return new SingularValues(
                found,
                found.get(2),
                rank -> List.of(found.get(0).share(), found.get(1).share()));
    }

    /**
     * Those of a matrix.
     *
     * @param matrix (m, n), or more dimensions that are n together; has to stay as long as this is used
     */
    public static SingularValues ofMatrix(Tensor matrix) {
        List<Tensor> found = Kernels.tensors("svd_of_matrix", matrix);
        return new SingularValues(
                found, found.get(1), rank -> Kernels.tensors("nearest_of_rank", matrix, found.get(0), rank));
    }

    /** The squares of all, the largest first. */
    public double[] squares() {
        return squares.clone();
    }

    /** Which share of the sum of all squares the first ones hold; all of nothing, where all are 0. */
    public double share(int rank) {
        double first = 0;
        double all = 0;
        for (int i = 0; i < squares.length; i++) {
            all += squares[i];
            first += i < rank ? squares[i] : 0;
        }
        return all == 0 ? 1 : first / all;
    }

    /**
     * The nearest matrix of a rank.
     *
     * @param rank from 1 to the number of singular values
     * @return up (m, rank) and down (rank, n) in fp32, to be closed; the rows of down are of length 1
     */
    public List<Tensor> nearest(int rank) {
        List<Tensor> both = factors.of(rank);
        try {
            return Kernels.tensors("as_low_rank", both.get(0), both.get(1), rank);
        } finally {
            both.forEach(Tensor::close);
        }
    }

    @Override
    public void close() {
        held.forEach(Tensor::close);
    }
}
