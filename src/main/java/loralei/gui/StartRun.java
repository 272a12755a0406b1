package loralei.gui;

import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import loralei.config.Problem;
import loralei.config.TrainingConfig;
import loralei.gui.error.Dialogs;
import loralei.gui.queue.RunQueue;
import loralei.job.TrainRequest;
import loralei.text.Texts;
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
        String free = queue.freeName(config);
        Decision anew = new Decision(TrainRequest.of(config.with("outputName", free), false, false), true);
        Decision further = new Decision(TrainRequest.of(config, true, false), false);
        boolean canGoOn =
                isUnfinished(config) && queue.problemWith(further.request()).isEmpty();
        List<Decision> ways = canGoOn ? List.of(further, anew) : List.of(anew);
        String key = canGoOn ? "start.stopped" : "start.taken";
        String nameAnew = texts.get("start.anew", free);
        OptionalInt chosen = dialogs.choose(
                texts.get(key + ".title"),
                texts.get(key + ".question", config.outputName(), free),
                canGoOn ? List.of(texts.get("start.goOn"), nameAnew) : List.of(nameAnew),
                texts.get("start.cancel"));
        return chosen.isPresent() ? Optional.of(ways.get(chosen.getAsInt())) : Optional.empty();
    }

    private static boolean isUnfinished(TrainingConfig config) {
        RunFiles files = new RunFiles(config.outputDir(), config.outputName());
        return Files.exists(files.stateFile()) && !Files.exists(files.lora());
    }
}
