package loralei.gui.run;

import java.util.Arrays;

/** The losses of a run up to some step; never changes, so any thread may read it. */
public final class LossCurve {
    /** What can be drawn over the steps. */
    public enum Quantity {
        /** The loss of each step. */
        LOSS,
        /** Its running mean. */
        SMOOTHED,
        /** The learning rate. */
        RATE
    }

    /** Points to draw a line through, from left to right; all finite. */
    static final class Points {
        private final double[] steps;
        private final double[] values;

        Points(double[] steps, double[] values) {
            this.steps = steps;
            this.values = values;
        }

        double[] steps() {
            return steps;
        }

        double[] values() {
            return values;
        }
    }

    private final int size;
    private final int[] steps;
    private final double[] losses;
    private final double[] smoothed;
    private final double[] rates;
    private final ValidationCurve validation;

    /** Looks at the first {@code size} elements of arrays in which these never change again. */
    LossCurve(int size, int[] steps, double[] losses, double[] smoothed, double[] rates, ValidationCurve validation) {
        this.size = size;
        this.steps = steps;
        this.losses = losses;
        this.smoothed = smoothed;
        this.rates = rates;
        this.validation = validation;
    }

    /** The losses of the held-out pictures. */
    ValidationCurve validation() {
        return validation;
    }

    /** How many steps it has. */
    public int size() {
        return size;
    }

    /**
     * The step at a place; steps grow from place to place.
     *
     * @param index from 0
     */
    public int step(int index) {
        return steps[checked(index)];
    }

    /**
     * A value at a place.
     *
     * @param quantity which
     * @param index from 0
     */
    public double value(Quantity quantity, int index) {
        return of(quantity)[checked(index)];
    }

    private int checked(int index) {
        return java.util.Objects.checkIndex(index, size);
    }

    /** The place whose step is nearest to a point on the axis; the curve must not be empty. */
    int nearest(double step) {
        int above = firstFrom(step);
        if (above == 0) {
            return 0;
        }
        if (above == size) {
            return size - 1;
        }
        return step - steps[above - 1] <= steps[above] - step ? above - 1 : above;
    }

    /** The place of the first step that is not before a point on the axis. */
    private int firstFrom(double step) {
        int found =
                Arrays.binarySearch(steps, 0, size, (int) Math.max(0, Math.min(Integer.MAX_VALUE, Math.ceil(step))));
        return found >= 0 ? found : -found - 1;
    }

    /**
     * A line for drawing: the lowest and the highest value of each stretch of steps, so that peaks stay visible. Values
     * that are not finite are left out. A step on each side beyond the range is kept, for lines that leave the picture.
     *
     * @param from first step of interest
     * @param to last step of interest
     * @param most how many points are wanted at most, beside the two outside; at least 2
     */
    Points line(Quantity quantity, double from, double to, int most) {
        int first = Math.max(0, firstFrom(from) - 1);
        int end = Math.min(size, firstFrom(Math.nextUp(to)) + 1);
        int count = Math.max(0, end - first);
        int stretches = count <= most ? count : most / 2;
        double[] x = new double[2 * stretches];
        double[] y = new double[2 * stretches];
        int points = 0;
        double[] values = of(quantity);
        for (int stretch = 0; stretch < stretches; stretch++) {
            int low = -1;
            int high = -1;
            int stretchEnd = first + (int) ((long) count * (stretch + 1) / stretches);
            for (int i = first + (int) ((long) count * stretch / stretches); i < stretchEnd; i++) {
                if (Double.isFinite(values[i])) {
                    low = low < 0 || values[i] < values[low] ? i : low;
                    high = high < 0 || values[i] >= values[high] ? i : high; // a level line has two ends
                }
            }
            if (low >= 0) {
                x[points] = steps[Math.min(low, high)];
                y[points++] = values[Math.min(low, high)];
            }
            if (low != high) {
                x[points] = steps[Math.max(low, high)];
                y[points++] = values[Math.max(low, high)];
            }
        }
        return new Points(Arrays.copyOf(x, points), Arrays.copyOf(y, points));
    }

    private double[] of(Quantity quantity) {
        return switch (quantity) {
            case LOSS -> losses;
            case SMOOTHED -> smoothed;
            case RATE -> rates;
        };
    }
}
