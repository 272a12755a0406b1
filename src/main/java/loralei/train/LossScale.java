package loralei.train;

/**
 * The factor on the loss that keeps fp16 gradients from vanishing: halved when they overflow, doubled after 2,000 steps
 * without, from 65,536 (the constants of PyTorch's GradScaler). Fixed at 1 for the other types.
 */
final class LossScale {
    private static final double INITIAL = 65536;
    private static final int GROWTH_INTERVAL = 2000;

    private final boolean dynamic;
    private double value;
    private int goodSteps;

    LossScale(boolean dynamic) {
        this.dynamic = dynamic;
        this.value = dynamic ? INITIAL : 1;
    }

    boolean isDynamic() {
        return dynamic;
    }

    double value() {
        return value;
    }

    int goodSteps() {
        return goodSteps;
    }

    void restore(double savedValue, int savedGoodSteps) {
        if (dynamic) {
            value = savedValue;
            goodSteps = savedGoodSteps;
        }
    }

    /** Told after each step whether its gradients were finite. */
    void update(boolean finite) {
        if (!dynamic) {
            return;
        }
        if (!finite) {
            value /= 2;
            goodSteps = 0;
        } else if (++goodSteps == GROWTH_INTERVAL) {
            value *= 2;
            goodSteps = 0;
        }
    }
}
