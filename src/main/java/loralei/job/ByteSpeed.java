package loralei.job;

import java.util.ArrayDeque;
import java.util.Deque;

/** Bytes a second over the last seconds, so that a pause is soon forgotten. */
final class ByteSpeed {
    private static final double WINDOW_SECONDS = 6;
    private static final double LEAST_SECONDS = 0.2;

    private record Mark(double seconds, long bytes) {}

    private final Deque<Mark> marks = new ArrayDeque<>();

    /** Told the bytes received in all, and when. */
    void add(double seconds, long bytes) {
        if (!marks.isEmpty() && bytes < marks.peekLast().bytes()) {
            marks.clear(); // a file is begun again
        }
        marks.add(new Mark(seconds, bytes));
        while (seconds - marks.peekFirst().seconds() > WINDOW_SECONDS) {
            marks.removeFirst();
        }
    }

    /** 0 where it is not known yet. */
    double bytesPerSecond() {
        if (marks.isEmpty()) {
            return 0;
        }
        double seconds = marks.peekLast().seconds() - marks.peekFirst().seconds();
        long bytes = marks.peekLast().bytes() - marks.peekFirst().bytes();
        return seconds < LEAST_SECONDS ? 0 : bytes / seconds;
    }
}
