package loralei.gui.run;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import loralei.train.ValidationTrend;

/**
 * The losses of the held-out pictures so far; never changes.
 *
 * @param points in the order of their steps
 * @param trend what they tell; empty where there are none
 */
record ValidationCurve(List<ValidationTrend.Point> points, Optional<ValidationTrend> trend) {
    static final ValidationCurve NONE = of(List.of());

    static ValidationCurve of(List<ValidationTrend.Point> points) {
        return new ValidationCurve(List.copyOf(points), ValidationTrend.of(points));
    }

    boolean isEmpty() {
        return points.isEmpty();
    }

    /** The latest one. */
    Optional<ValidationTrend.Point> last() {
        return points.isEmpty() ? Optional.empty() : Optional.of(points.get(points.size() - 1));
    }

    /** With another one, in the place of one of the same step. */
    ValidationCurve with(ValidationTrend.Point point) {
        return of(Stream.concat(before(point.step()), Stream.of(point)).toList());
    }

    /** Without those after a step. */
    ValidationCurve until(int step) {
        List<ValidationTrend.Point> kept = before(step + 1L).toList();
        return kept.size() == points.size() ? this : of(kept);
    }

    /** The latest one up to a step. */
    Optional<ValidationTrend.Point> at(int step) {
        return before(step + 1L).reduce((first, second) -> second);
    }

    private Stream<ValidationTrend.Point> before(long step) {
        return points.stream().filter(point -> point.step() < step);
    }
}
