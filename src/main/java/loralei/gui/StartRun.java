package loralei.gui;

import java.nio.file.Files;
import java.util.Optional;
import loralei.config.Problem;
import loralei.config.TrainingConfig;
import loralei.gui.error.Dialogs;
import loralei.gui.queue.RunQueue;
import loralei.gui.text.Texts;
import loralei.job.TrainRequest;
import loralei.train.RunFiles;

/** From the form's settings to a request: asks where the output name belongs to an earlier run. Knows no Swing. */
final class StartRun {
    /** What the person decided. */
    record Decision(TrainRequest request, boolean renamed) {}

    private final RunQueue queue;
    private final Dialogs dialogs;
    private final Texts texts = Texts.of("window");

    StartRun(RunQueue queue, Dialogs dialogs) {
        this.queue = queue;
        this.dialogs = dialogs;
    }

    /**
     * The request for these settings, or nothing where the person thought better of it. Nothing is ever replaced: a name
     * that is taken gets a number, and a run that was stopped can be gone on with.
     *
     * @param config settings without problems
     */
    Optional<Decision> decide(TrainingConfig config) {
        TrainRequest request = TrainRequest.of(config, false, false);
        Optional<Problem> taken = queue.problemWith(request);
        if (taken.isEmpty()) {
            return Optional.of(new Decision(request, false));
        }
        String name = config.outputName();
        TrainRequest further = TrainRequest.of(config, true, false);
        if (isUnfinished(config)
                && queue.problemWith(further).isEmpty()
                && dialogs.confirm(
                        texts.get("start.stopped.title"),
                        texts.get("start.stopped.question", name),
                        texts.get("start.stopped.yes"),
                        texts.get("start.stopped.no"))) {
            return Optional.of(new Decision(further, false));
        }
        String free = queue.freeName(config);
        boolean agreed = dialogs.confirm(
                texts.get("start.taken.title"),
                texts.get("start.taken.question", name, free),
                texts.get("start.taken.yes", free),
                texts.get("start.taken.no"));
        return agreed
                ? Optional.of(new Decision(TrainRequest.of(config.with("outputName", free), false, false), true))
                : Optional.empty();
    }

    private static boolean isUnfinished(TrainingConfig config) {
        RunFiles files = new RunFiles(config.outputDir(), config.outputName());
        return Files.exists(files.stateFile()) && !Files.exists(files.lora());
    }
}
