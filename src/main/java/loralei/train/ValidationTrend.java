package loralei.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a row of validation losses tells: the lowest of them, and whether they have begun to rise.
 *
 * <p>Pictures, noise and timesteps are the same each time, so that a loss says much more than that of a step; but it still
 * goes in waves, which must not be taken for a rise. So the means of three neighbours count, and they have begun to rise
 * when the last three of them all lie above the lowest by 2 % of it, or, where that is more, by three times the standard
 * deviation of a single loss from the line through its neighbours. In a row that only swings around one value the mean of
 * three has three fifths of that deviation, and three in a row so far above the lowest come about hardly ever.
 *
 * @param bestStep the step of the lowest loss
 * @param bestLoss the lowest loss
 * @param risingSince the step from which on they have risen; empty where they have not begun to
 */
public record ValidationTrend(int bestStep, double bestLoss, OptionalInt risingSince) {
    /** How many neighbours are taken together. */
    private static final int NEIGHBOURS = 3;

    /** How many of their means have to be higher than the lowest. */
    private static final int HIGHER = 3;

    private static final double LEAST_RISE = 0.02;
    private static final double NOISE_FACTOR = 3;

    /** The standard deviation of x in units of the median of |x1 - 2 x2 + x3|, for normal x: 1 / (0.6745 sqrt 6). */
    private static final double PER_MEDIAN = 0.6053;

    /**
     * A loss that was measured.
     *
     * @param step the step that it is of
     * @param loss the loss
     */
    public record Point(int step, double loss) {}

    /** The trend of losses in the order of their steps; empty where there are none. */
    public static Optional<ValidationTrend> of(List<Point> points) {
        return lowest(points).map(best -> new ValidationTrend(best.step(), best.loss(), risingSince(points)));
    }

    private static Optional<Point> lowest(List<Point> points) {
        return points.stream().reduce((a, b) -> b.loss() < a.loss() ? b : a);
    }

    private static OptionalInt risingSince(List<Point> points) {
        List<Double> means = means(points);
        if (means.size() <= HIGHER) {
            return OptionalInt.empty();
        }
        int turn = 0;
        for (int i = 1; i < means.size(); i++) {
            turn = means.get(i) < means.get(turn) ? i : turn;
        }
        double bound = means.get(turn) + Math.max(LEAST_RISE * means.get(turn), NOISE_FACTOR * deviation(points));
        boolean rising =
                means.subList(means.size() - HIGHER, means.size()).stream().allMatch(mean -> mean > bound);
        return rising
                ? OptionalInt.of(lowest(points.subList(turn, turn + NEIGHBOURS))
                        .orElseThrow()
                        .step())
                : OptionalInt.empty();
    }

    private static List<Double> means(List<Point> points) {
        List<Double> means = new ArrayList<>();
        for (int i = NEIGHBOURS; i <= points.size(); i++) {
            means.add(points.subList(i - NEIGHBOURS, i).stream()
                    .mapToDouble(Point::loss)
                    .average()
                    .orElseThrow());
        }
        return means;
    }

    /** How far a loss strays from the line through its neighbours, as a standard deviation that a few leaps do not spoil. */
    private static double deviation(List<Point> points) {
        List<Double> bends = new ArrayList<>();
        for (int i = 1; i + 1 < points.size(); i++) {
            bends.add(Math.abs(points.get(i - 1).loss()
                    - 2 * points.get(i).loss()
                    + points.get(i + 1).loss()));
        }
        bends.sort(null);
        return PER_MEDIAN * bends.get(bends.size() / 2);
    }
}
