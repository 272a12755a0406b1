package loralei.cli;

import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import loralei.train.Preparation;
import loralei.train.TrainingEvent;
import loralei.train.TrainingEvent.Step;

/** Progress in a file or pipe: whole lines, and of the steps no more than one in two seconds. */
final class PlainProgress implements ProgressView {
    private static final long INTERVAL = TimeUnit.SECONDS.toNanos(2);

    private final PrintStream out;
    private final LongSupplier nanoTime;
    private Optional<Preparation> preparing = Optional.empty();
    private boolean started;
    private long lastStep;

    PlainProgress(PrintStream out, LongSupplier nanoTime) {
        this.out = out;
        this.nanoTime = nanoTime;
    }

    @Override
    public void accept(TrainingEvent event) {
        if (event instanceof Step step) {
            step(step);
        } else if (event instanceof TrainingEvent.Preparing now) {
            prepare(now);
        } else {
            EventText.lines(event).forEach(out::println);
        }
        out.flush();
    }

    private void prepare(TrainingEvent.Preparing now) {
        if (!preparing.equals(Optional.of(now.what()))) {
            preparing = Optional.of(now.what());
            out.println(now.what() + (now.total() > 1 ? " (" + now.total() + ")" : ""));
        }
    }

    private void step(Step step) {
        long now = nanoTime.getAsLong();
        if (!started || now - lastStep >= INTERVAL || step.step() == step.totalSteps()) {
            started = true;
            lastStep = now;
            out.println("step " + String.join("  ", EventText.step(step)));
        }
    }
}
