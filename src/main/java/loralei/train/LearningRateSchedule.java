package loralei.train;

import loralei.config.LrScheduler;

/**
 * The learning rate of each step, by the formulas of {@code diffusers.optimization}, which kohya uses too. A warm-up
 * rises evenly from 0 at step 0 to the full rate at step {@code warmupSteps}; with none, step 0 has the full rate. Two
 * differences, both on purpose: {@code constant} honours a warm-up that was asked for (diffusers and kohya drop it
 * without a word), and past the last step a cosine stays at zero (theirs rises again).
 *
 * @param kind the curve after the warm-up
 * @param learningRate the full rate, over 0
 * @param totalSteps number of steps of the run, warm-up included, at least 1
 * @param warmupSteps number of steps of the warm-up, 0 or more; one that is longer than the run never reaches the full
 *     rate
 * @param cycles number of times that {@code cosine_with_restarts} falls, at least 1
 * @param power exponent of {@code polynomial}, over 0
 */
public record LearningRateSchedule(
        LrScheduler kind, double learningRate, int totalSteps, int warmupSteps, int cycles, double power) {

    /** Where {@code polynomial} ends, as an absolute rate (lr_end of diffusers). */
    private static final double POLYNOMIAL_END = 1e-7;

    /** Checks the numbers. */
    public LearningRateSchedule {
        if (!(learningRate > 0) || totalSteps < 1 || warmupSteps < 0 || cycles < 1 || !(power > 0)) {
            throw new IllegalArgumentException("Not a learning rate schedule: rate " + learningRate + ", steps "
                    + totalSteps + ", warm-up " + warmupSteps + ", cycles " + cycles + ", power " + power);
        }
    }

    /**
     * The rate of one step.
     *
     * @param step the number of steps done before it, so 0 for the first
     */
    public double learningRate(int step) {
        return learningRate * multiplier(step);
    }

    /**
     * The share of the full rate at one step.
     *
     * @param step the number of steps done before it, so 0 for the first
     * @return a factor from 0 to 1
     */
    public double multiplier(int step) {
        if (step < warmupSteps) {
            return step / (double) warmupSteps;
        }
        double progress = Math.min(1, (step - warmupSteps) / (double) Math.max(1, totalSteps - warmupSteps));
        return switch (kind) {
            case CONSTANT, CONSTANT_WITH_WARMUP -> 1;
            case LINEAR -> 1 - progress;
            case COSINE -> halfCosine(progress);
            case COSINE_WITH_RESTARTS -> progress >= 1 ? 0 : halfCosine(cycles * progress % 1);
            case POLYNOMIAL -> {
                double end = Math.min(1, POLYNOMIAL_END / learningRate);
                yield (1 - end) * Math.pow(1 - progress, power) + end;
            }
        };
    }

    private static double halfCosine(double progress) {
        return 0.5 * (1 + Math.cos(Math.PI * progress));
    }
}
