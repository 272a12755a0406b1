package loralei.train;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Steps a second over the last ten seconds, so that a pause or a slow first step is soon forgotten. */
final class Speed {
    private static final double WINDOW_SECONDS = 10;
    private static final int LEAST_STEPS = 3;

    private final Deque<Double> ends = new ArrayDeque<>();

    Speed(double start) {
        ends.add(start);
    }

    /** Told the time in seconds at which a step ended. */
    void add(double end) {
        ends.add(end);
        while (ends.size() > LEAST_STEPS && end - ends.peekFirst() > WINDOW_SECONDS) {
            ends.removeFirst();
        }
    }

    /** Told of seconds that passed since the last step and are none of the steps'. */
    void skip(double seconds) {
        List<Double> later = ends.stream().map(end -> end + seconds).toList();
        ends.clear();
        ends.addAll(later);
    }

    double stepsPerSecond() {
        double seconds = ends.peekLast() - ends.peekFirst();
        return seconds > 0 ? (ends.size() - 1) / seconds : 0;
    }
}
