package loralei.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import loralei.train.TrainingEvent;
import loralei.train.TrainingEvent.Preparing;
import loralei.train.TrainingEvent.Step;

/** Progress on a terminal: one line that is written over and over, and never longer than the terminal is wide. */
final class TerminalProgress implements ProgressView {
    private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int LONGEST_BAR = 30;
    private static final int SHORTEST_BAR = 10;
    private static final String GAP = "  ";

    private final PrintStream out;
    private final int width;
    private final LongSupplier nanoTime;
    private int shown; // columns that hold something
    private boolean started;
    private long last;

    /**
     * Starts without a line.
     *
     * @param columns of the terminal; the last one stays free, for some terminals wrap when it is filled
     */
    TerminalProgress(PrintStream out, int columns, LongSupplier nanoTime) {
        this.out = out;
        this.width = Math.max(1, columns - 1);
        this.nanoTime = nanoTime;
    }

    @Override
    public void accept(TrainingEvent event) {
        if (event instanceof Step step) {
            if (isDue(step.step() == step.totalSteps())) {
                draw(line(EventText.step(step), step.step() / (double) step.totalSteps()));
            }
        } else if (event instanceof Preparing now) {
            if (isDue(now.done() >= now.total())) {
                draw(now.total() > 1 ? now.what() + " " + now.done() + "/" + now.total() : now.what());
            }
        } else {
            erase();
            EventText.lines(event).forEach(out::println);
        }
        out.flush();
    }

    @Override
    public void close() {
        if (shown > 0) {
            out.println();
            out.flush();
            shown = 0;
        }
    }

    private boolean isDue(boolean always) {
        long now = nanoTime.getAsLong();
        if (started && !always && now - last < INTERVAL) {
            return false;
        }
        started = true;
        last = now;
        return true;
    }

    /** A bar, if a useful one fits, and as many parts as there is room for. */
    private String line(List<String> parts, double share) {
        int leastForBar = SHORTEST_BAR + 2 + GAP.length();
        int room = width >= 3 * leastForBar ? width - leastForBar : width;
        StringBuilder text = new StringBuilder();
        for (String part : parts) {
            String next = text.isEmpty() ? part : GAP + part;
            if (text.length() + next.length() > room) {
                break;
            }
            text.append(next);
        }
        int bar = Math.min(LONGEST_BAR, width - text.length() - 2 - GAP.length());
        return room < width ? bar(bar, share) + GAP + text : text.toString();
    }

    private static String bar(int length, double share) {
        int done = (int) Math.round(length * Math.max(0, Math.min(1, share)));
        return "[" + "#".repeat(done) + "-".repeat(length - done) + "]";
    }

    private void draw(String line) {
        String fitting = line.length() > width ? line.substring(0, width) : line;
        out.print("\r" + fitting + " ".repeat(Math.max(0, shown - fitting.length())));
        shown = fitting.length();
    }

    private void erase() {
        if (shown > 0) {
            out.print("\r" + " ".repeat(shown) + "\r");
            shown = 0;
        }
    }
}
