package loralei.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import loralei.text.Durations;
import loralei.text.Texts;
import loralei.train.TrainingEvent;
import loralei.train.TrainingEvent.ClassImage;
import loralei.train.TrainingEvent.Copied;
import loralei.train.TrainingEvent.Drawn;
import loralei.train.TrainingEvent.Finished;
import loralei.train.TrainingEvent.Memory;
import loralei.train.TrainingEvent.Ready;
import loralei.train.TrainingEvent.Reviewed;
import loralei.train.TrainingEvent.Saved;
import loralei.train.TrainingEvent.Step;
import loralei.train.TrainingEvent.Stopped;
import loralei.train.TrainingEvent.Validated;
import loralei.train.TrainingEvent.Warning;

/**
 * Events in words.
 *
 * @param texts the language
 */
record EventText(Texts texts) {
    private static final int CHECKPOINTS_SHOWN = 4;

    /** The lines of an event that is no step and no preparation. */
    List<String> lines(TrainingEvent event) {
        if (event instanceof Ready ready) {
            return ready(ready);
        }
        if (event instanceof Memory memory) {
            return List.of(texts.say(memory.plan()));
        }
        if (event instanceof Warning warning) {
            return List.of(texts.get("warning", warning.text()));
        }
        if (event instanceof Reviewed reviewed) {
            return reviewed.review().messages().stream().map(texts::say).toList();
        }
        if (event instanceof Saved saved) {
            return List.of(texts.get("saved", saved.file()));
        }
        if (event instanceof ClassImage drawn) {
            return List.of(texts.get("classImage", drawn.done(), drawn.total(), drawn.file()));
        }
        if (event instanceof Drawn drawn) {
            return List.of(texts.get("drawn", drawn.step(), drawn.file()));
        }
        if (event instanceof Validated now) {
            return List.of(texts.get("validated", now.step(), now.loss(), now.bestLoss(), now.bestStep()));
        }
        if (event instanceof Finished finished) {
            return List.of(
                    texts.get("finished", finished.steps(), Durations.clock(finished.seconds()), finished.lora()));
        }
        if (event instanceof Copied copied) {
            return List.of(texts.get(copied.withPreview() ? "copiedWithPreview" : "copied", copied.lora()));
        }
        return event instanceof Stopped stopped
                ? List.of(texts.get("stopped", stopped.step(), stopped.state()))
                : List.of();
    }

    private List<String> ready(Ready ready) {
        List<String> lines = new ArrayList<>(List.of(
                texts.get(
                        "ready",
                        ready.pictures(),
                        ready.epochs(),
                        ready.steps(),
                        checkpoints(ready.checkpointSteps()),
                        ready.classImages()),
                texts.get("ready.prompt", ready.trainingPrompt()),
                texts.get(
                        "ready.device",
                        ready.device(),
                        ready.precision(),
                        ready.adapterModules(),
                        ready.adapterValues())));
        if (ready.heldOut() > 0) {
            lines.add(texts.get("ready.heldOut", ready.heldOut()));
        }
        if (ready.resumedFromStep() > 0) {
            lines.add(texts.get("ready.resumed", ready.resumedFromStep()));
        }
        return lines;
    }

    /** The parts of a progress line, the most important first. */
    List<String> step(Step step) {
        return List.of(
                step.step() + "/" + step.totalSteps(),
                texts.get("step.loss", step.smoothedLoss()),
                texts.get("step.left", Durations.clock(step.secondsLeft())),
                speed(step.stepsPerSecond()),
                texts.get("step.epoch", step.epoch()),
                texts.get("step.rate", String.format(texts.locale(), "%.1e", step.learningRate())),
                texts.get("step.lastLoss", step.loss()));
    }

    private String checkpoints(List<Integer> steps) {
        if (steps.isEmpty()) {
            return texts.get("checkpoints.end");
        }
        String first =
                steps.stream().limit(CHECKPOINTS_SHOWN).map(String::valueOf).collect(Collectors.joining(", "));
        return texts.get("checkpoints", first, Math.max(0, steps.size() - CHECKPOINTS_SHOWN));
    }

    private String speed(double stepsPerSecond) {
        if (!(stepsPerSecond > 0)) {
            return "- it/s";
        }
        return stepsPerSecond >= 1
                ? texts.get("step.perSecond", stepsPerSecond)
                : texts.get("step.seconds", 1 / stepsPerSecond);
    }
}
