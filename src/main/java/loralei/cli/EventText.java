package loralei.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import loralei.config.Durations;
import loralei.train.TrainingEvent;
import loralei.train.TrainingEvent.Finished;
import loralei.train.TrainingEvent.Ready;
import loralei.train.TrainingEvent.Saved;
import loralei.train.TrainingEvent.Step;
import loralei.train.TrainingEvent.Stopped;
import loralei.train.TrainingEvent.Warning;

/** Events in words. */
final class EventText {
    private static final int CHECKPOINTS_SHOWN = 4;

    private EventText() {}

    /** The lines of an event that is no step and no preparation. */
    static List<String> lines(TrainingEvent event) {
        if (event instanceof Ready ready) {
            return ready(ready);
        }
        if (event instanceof Warning warning) {
            return List.of("warning: " + warning.text());
        }
        if (event instanceof Saved saved) {
            return List.of("saved " + saved.file());
        }
        if (event instanceof Finished finished) {
            return List.of(counted(finished.steps(), "step") + " done in " + Durations.clock(finished.seconds())
                    + ". The LoRA is " + finished.lora());
        }
        if (event instanceof Stopped stopped) {
            return List.of("stopped after step " + stopped.step() + ", state saved in " + stopped.state()
                    + ". The same command with --resume goes on from there.");
        }
        return List.of();
    }

    private static List<String> ready(Ready ready) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%s, %s = %s; checkpoints: %s",
                counted(ready.pictures(), "picture"),
                epochs(ready.epochs()),
                counted(ready.steps(), "step"),
                checkpoints(ready.checkpointSteps())));
        lines.add("prompt of the pictures: " + ready.trainingPrompt());
        lines.add(String.format(
                Locale.ROOT,
                "device %s, precision %s; LoRA of %,d modules with %,d values",
                ready.device(),
                ready.precision(),
                ready.adapterModules(),
                ready.adapterValues()));
        if (ready.resumedFromStep() > 0) {
            lines.add("going on from step " + ready.resumedFromStep());
        }
        return lines;
    }

    /** The parts of a progress line, the most important first. */
    static List<String> step(Step step) {
        return List.of(
                step.step() + "/" + step.totalSteps(),
                number("loss %.4f", step.smoothedLoss()),
                Durations.clock(step.secondsLeft()) + " left",
                speed(step.stepsPerSecond()),
                "epoch " + step.epoch(),
                number("rate %.1e", step.learningRate()),
                number("last loss %.4f", step.loss()));
    }

    private static String epochs(double epochs) {
        return epochs == Math.rint(epochs)
                ? counted((long) epochs, "epoch")
                : String.format(Locale.ROOT, "%.1f epochs", epochs);
    }

    private static String checkpoints(List<Integer> steps) {
        if (steps.isEmpty()) {
            return "at the end";
        }
        String first =
                steps.stream().limit(CHECKPOINTS_SHOWN).map(String::valueOf).collect(Collectors.joining(", "));
        int more = steps.size() - CHECKPOINTS_SHOWN;
        return "after steps " + first + (more > 0 ? ", ... (" + more + " more)" : "") + " and at the end";
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    private static String speed(double stepsPerSecond) {
        if (!(stepsPerSecond > 0)) {
            return "- it/s";
        }
        return stepsPerSecond >= 1 ? number("%.1f it/s", stepsPerSecond) : number("%.1f s/it", 1 / stepsPerSecond);
    }

    private static String counted(long count, String what) {
        return String.format(Locale.ROOT, "%,d %s%s", count, what, count == 1 ? "" : "s");
    }
}
