package loralei.job.tool;

/** How large the rank is that is left of a matrix after its singular values were looked at. */
public sealed interface RankChoice {
    /**
     * Chooses.
     *
     * @param squares of the singular values, the largest first
     * @return 1 or more, at most as many as there are
     */
    int rank(double[] squares);

    /**
     * The same for each module.
     *
     * @param rank 1 or more; a smaller matrix keeps all it has
     */
    record Fixed(int rank) implements RankChoice {
        @Override
        public int rank(double[] squares) {
            return Math.min(rank, squares.length);
        }
    }

    /**
     * Of each module as many singular values as hold a share of the sum of their squares.
     *
     * @param share above 0, at most 1
     * @param most at most this rank
     */
    record Energy(double share, int most) implements RankChoice {
        /** Differences of sums of doubles that are none. */
        private static final double ROUNDING = 1e-12;

        @Override
        public int rank(double[] squares) {
            double all = 0;
            for (double square : squares) {
                all += square;
            }
            double wanted = all * (share - ROUNDING);
            double held = squares[0];
            int rank = 1;
            while (held < wanted && rank < Math.min(most, squares.length)) {
                held += squares[rank];
                rank++;
            }
            return rank;
        }
    }
}
