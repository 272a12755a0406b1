package loralei.gui.run;

import java.util.Arrays;
import loralei.train.ValidationTrend;

/**
 * The losses of a run as they come in: one thread writes, and any thread may take {@link #curve()} meanwhile. Arrays only
 * grow, and what a curve has seen of them is never written again, so no lock is needed.
 */
public final class LossHistory {
    private static final int FIRST_ROOM = 1024;

    private int[] steps = new int[FIRST_ROOM];
    private double[] losses = new double[FIRST_ROOM];
    private double[] smoothed = new double[FIRST_ROOM];
    private double[] rates = new double[FIRST_ROOM];
    private volatile LossCurve curve = new LossCurve(0, steps, losses, smoothed, rates, ValidationCurve.NONE);

    /** The steps so far. */
    public LossCurve curve() {
        return curve;
    }

    /** Adds a step, which has to be later than all that are there. */
    void add(int step, double loss, double smoothedLoss, double learningRate) {
        int size = curve.size();
        if (size > 0 && step <= curve.step(size - 1)) {
            throw new IllegalArgumentException("step " + step + " after step " + curve.step(size - 1));
        }
        if (size == steps.length) {
            keep(size, 2 * size);
        }
        steps[size] = step;
        losses[size] = loss;
        smoothed[size] = smoothedLoss;
        rates[size] = learningRate;
        publish(size + 1, curve.validation());
    }

    /** Adds a loss of the held-out pictures. */
    void add(ValidationTrend.Point measured) {
        publish(curve.size(), curve.validation().with(measured));
    }

    /** Forgets everything. */
    void clear() {
        cutAfter(0);
        publish(0, ValidationCurve.NONE);
    }

    /** Forgets all steps after one. */
    void cutAfter(int step) {
        int kept = curve.size();
        while (kept > 0 && steps[kept - 1] > step) {
            kept--;
        }
        if (kept < curve.size()) {
            keep(kept, Math.max(FIRST_ROOM, 2 * kept));
        }
        publish(kept, curve.validation().until(step));
    }

    private void keep(int size, int room) {
        steps = Arrays.copyOf(Arrays.copyOf(steps, size), room);
        losses = Arrays.copyOf(Arrays.copyOf(losses, size), room);
        smoothed = Arrays.copyOf(Arrays.copyOf(smoothed, size), room);
        rates = Arrays.copyOf(Arrays.copyOf(rates, size), room);
    }

    private void publish(int size, ValidationCurve validation) {
        curve = new LossCurve(size, steps, losses, smoothed, rates, validation);
    }
}
