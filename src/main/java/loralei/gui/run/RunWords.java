package loralei.gui.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import loralei.config.UserError;
import loralei.job.TrainRequest;
import loralei.text.Message;
import loralei.text.Texts;
import loralei.train.Preparation;
import loralei.train.TrainingEvent;
import loralei.train.TrainingEvent.ClassImage;
import loralei.train.TrainingEvent.Drawn;
import loralei.train.TrainingEvent.Finished;
import loralei.train.TrainingEvent.Memory;
import loralei.train.TrainingEvent.Preparing;
import loralei.train.TrainingEvent.Ready;
import loralei.train.TrainingEvent.Saved;
import loralei.train.TrainingEvent.Step;
import loralei.train.TrainingEvent.Stopped;
import loralei.train.TrainingEvent.Validated;
import loralei.train.TrainingEvent.Warning;

/** What happens in a run, in words for the log. */
final class RunWords {
    private static final int CHECKPOINTS_NAMED = 4;

    /** So many lines of the log tell where the run is, however long it is. */
    private static final int MILESTONES = 20;

    private final Texts texts;
    private final RunNumbers numbers;

    RunWords(Locale locale) {
        this.texts = Texts.of("run", locale);
        this.numbers = new RunNumbers(locale);
    }

    /** The lines that a run begins with. */
    List<String> started(TrainRequest request) {
        String name = request.config().outputName();
        return List.of(texts.get(request.resume() ? "log.resumed" : "log.started", name));
    }

    /** The lines of an event, none where it says nothing new. */
    List<String> of(TrainingEvent event) {
        if (event instanceof Preparing preparing) {
            return preparing.done() == 0 ? List.of(preparing(preparing.what())) : List.of();
        }
        if (event instanceof Ready ready) {
            return ready(ready);
        }
        if (event instanceof Memory memory) {
            return List.of(texts.say(memory.plan()));
        }
        if (event instanceof Warning warning) {
            return List.of(texts.get("log.warning", texts.say(warning.text())));
        }
        if (event instanceof Step step) {
            return isMilestone(step)
                    ? List.of(texts.get("log.step", step.step(), step.totalSteps(), numbers.loss(step.smoothedLoss())))
                    : List.of();
        }
        if (event instanceof Saved saved) {
            return List.of(texts.get(saved.last() ? "log.savedLast" : "log.saved", saved.file()));
        }
        if (event instanceof ClassImage drawn) {
            return List.of(texts.get("log.classImage", drawn.done(), drawn.total(), drawn.file()));
        }
        if (event instanceof Drawn drawn) {
            return List.of(texts.get("log.drawn", drawn.prompt() + 1, drawn.step()));
        }
        if (event instanceof Validated validated) {
            return List.of(texts.get("log.validated", validated.step(), numbers.loss(validated.loss())));
        }
        if (event instanceof Finished finished) {
            return List.of(texts.get("log.finished", finished.steps()));
        }
        return event instanceof Stopped stopped ? List.of(texts.get("log.stopped", stopped.step())) : List.of();
    }

    private List<String> ready(Ready ready) {
        String checkpoints = ready.checkpointSteps().stream()
                .limit(CHECKPOINTS_NAMED)
                .map(numbers::count)
                .collect(Collectors.joining(", "));
        int more = ready.checkpointSteps().size() - CHECKPOINTS_NAMED;
        List<String> lines = new ArrayList<>(List.of(
                texts.get("log.ready", ready.pictures(), ready.epochs(), ready.steps(), ready.classImages()),
                checkpoints.isEmpty()
                        ? texts.get("log.noCheckpoints")
                        : texts.get(
                                "log.checkpoints",
                                checkpoints,
                                Math.max(0, more),
                                ready.checkpointSteps().size()),
                texts.get("log.prompt", ready.trainingPrompt()),
                texts.get("log.device", ready.device(), ready.precision(), ready.adapterModules())));
        if (ready.resumedFromStep() > 0) {
            lines.add(texts.get("log.from", ready.resumedFromStep() + 1));
        }
        return lines;
    }

    private static boolean isMilestone(Step step) {
        int every = Math.max(1, step.totalSteps() / MILESTONES);
        return step.step() % every == 0;
    }

    /** What is being prepared. */
    String preparing(Preparation what) {
        String said = texts.say(what.message());
        return said.substring(0, 1).toUpperCase(texts.locale()) + said.substring(1);
    }

    /** What failed and what to do about it. */
    String failure(Throwable failure) {
        if (failure instanceof UserError error) {
            return texts.say(error.localized()) + "\n" + texts.say(error.localizedRemedy());
        }
        if (failure instanceof OutOfMemoryError) {
            return texts.get("failure.memory");
        }
        String name = failure.getClass().getSimpleName();
        return texts.get(
                "failure.defect", failure.getMessage() == null ? name : name + ": " + texts.say(Message.of(failure)));
    }
}
