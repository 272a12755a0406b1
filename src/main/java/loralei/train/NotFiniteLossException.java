package loralei.train;

/** A step's loss or gradient is no number, so the run stopped before it could spoil the LoRA. Why, the caller finds out. */
public final class NotFiniteLossException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int step;
    private final double loss;
    private final boolean untrained;

    NotFiniteLossException(int step, double loss, boolean untrained) {
        super("step " + step + ", loss " + loss);
        this.step = step;
        this.loss = loss;
        this.untrained = untrained;
    }

    /** The step, from 1. */
    public int step() {
        return step;
    }

    /** The loss, which may be a number where the gradient is none. */
    public double loss() {
        return loss;
    }

    /** Whether the LoRA was still as it began, so that no learning rate can have had a part in it. */
    public boolean isUntrained() {
        return untrained;
    }
}
