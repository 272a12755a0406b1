package loralei.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import loralei.text.Texts;
import loralei.train.TrainingEvent;
import loralei.train.TrainingEvent.Preparing;
import loralei.train.TrainingEvent.Step;

/** Progress of a training on one line of a terminal. */
final class TerminalProgress implements ProgressView {
    private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int LONGEST_BAR = 30;
    private static final int SHORTEST_BAR = 10;
    private static final String GAP = "  ";

    private final PrintStream out;
    private final TerminalLine line;
    private final LongSupplier nanoTime;
    private final Texts texts;
    private final EventText words;
    private boolean started;
    private long last;

    /** Starts without a line. */
    TerminalProgress(Console console) {
        out = console.out();
        line = new TerminalLine(out, console.surroundings().width().getAsInt());
        nanoTime = console.surroundings().nanoTime();
        texts = console.texts();
        words = new EventText(texts);
    }

    @Override
    public void accept(TrainingEvent event) {
        if (event instanceof Step step) {
            if (isDue(step.step() == step.totalSteps())) {
                line.draw(text(words.step(step), step.step() / (double) step.totalSteps()));
            }
        } else if (event instanceof Preparing now) {
            if (isDue(now.done() >= now.total())) {
                line.draw(texts.say(now.what().message())
                        + (now.total() > 1 ? " " + now.done() + "/" + now.total() : ""));
            }
        } else {
            line.erase();
            words.lines(event).forEach(out::println);
        }
        out.flush();
    }

    @Override
    public void close() {
        line.end();
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
    private String text(List<String> parts, double share) {
        int width = line.width();
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
}
