package loralei.job.tool;

/** How large the rank is that is left of a matrix after its singular values were looked at. */
public sealed interface RankChoice {
    /**
     * The same for each module.
     *
     * @param rank 1 or more; a smaller matrix keeps all it has
     */
    record Fixed(int rank) implements RankChoice {}

    /**
     * Of each module as many singular values as hold a share of the sum of their squares.
     *
     * @param share above 0, at most 1
     * @param most at most this rank
     */
    record Energy(double share, int most) implements RankChoice {}
}
