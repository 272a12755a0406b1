package loralei.train;

/** A running mean of the loss: of all steps at first, later one that forgets with a half-life of about 34 steps. */
final class SmoothedLoss {
    private static final double LEAST_WEIGHT = 0.02;

    private double value;
    private int steps;

    double value() {
        return value;
    }

    void restore(double savedValue, int savedSteps) {
        value = savedValue;
        steps = savedSteps;
    }

    /** Adds a step's loss; one that is not a number is left out. */
    void add(double loss) {
        if (Double.isFinite(loss)) {
            steps++;
            value += (loss - value) * Math.max(LEAST_WEIGHT, 1.0 / steps);
        }
    }
}
