package loralei.gui.run;

import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What happened, line by line; the oldest lines go when there are too many. Any thread may read and write. */
public final class RunLog {
    /** So many lines are kept. */
    public static final int MOST_LINES = 5_000;

    /**
     * One line.
     *
     * @param number counts all lines ever written, from 1
     * @param time when it was written
     * @param text what happened
     */
    public record Line(long number, LocalTime time, String text) {}

    private final Deque<Line> lines = new ArrayDeque<>();
    private long written;

    synchronized void add(String text) {
        for (String line : text.split("\\R", -1)) {
            lines.add(new Line(++written, LocalTime.now(ZoneId.systemDefault()), line));
        }
        while (lines.size() > MOST_LINES) {
            lines.remove();
        }
    }

    /** The number of the latest line; 0 where there is none. */
    public synchronized long latest() {
        return written;
    }

    /**
     * The lines after one that was seen, as far as they are kept.
     *
     * @param number of the last line that was seen; 0 for all
     */
    public synchronized List<Line> after(long number) {
        return lines.stream().filter(line -> line.number() > number).toList();
    }
}
