package loralei.cli;

import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import loralei.text.Texts;
import loralei.train.Preparation;
import loralei.train.TrainingEvent;
import loralei.train.TrainingEvent.Step;

/** Progress in a file or pipe: whole lines, and of the steps no more than one in two seconds. */
final class PlainProgress implements ProgressView {
    private static final long INTERVAL = TimeUnit.SECONDS.toNanos(2);

    private final PrintStream out;
    private final LongSupplier nanoTime;
    private final Texts texts;
    private final EventText words;
    private Optional<Preparation> preparing = Optional.empty();
    private boolean started;
    private long lastStep;

    PlainProgress(Console console) {
        out = console.out();
        nanoTime = console.surroundings().nanoTime();
        texts = console.texts();
        words = new EventText(texts);
    }

    @Override
    public void accept(TrainingEvent event) {
        if (event instanceof Step step) {
            step(step);
            preparing = Optional.empty();
        } else if (event instanceof TrainingEvent.Preparing now) {
            prepare(now);
        } else {
            words.lines(event).forEach(out::println);
        }
        out.flush();
    }

    private void prepare(TrainingEvent.Preparing now) {
        if (!preparing.equals(Optional.of(now.what()))) {
            preparing = Optional.of(now.what());
            out.println(texts.say(now.what().message()) + (now.total() > 1 ? " (" + now.total() + ")" : ""));
        }
    }

    private void step(Step step) {
        long now = nanoTime.getAsLong();
        if (!started || now - lastStep >= INTERVAL || step.step() == step.totalSteps()) {
            started = true;
            lastStep = now;
            out.println(texts.get("step", String.join("  ", words.step(step))));
        }
    }
}
