package loralei.gui.queue;

import java.io.IOException;
import java.nio.file.Files;
import loralei.gui.state.QueuedRun;
import loralei.job.TrainRequest;
import loralei.train.RunFiles;

/** What to ask for when the turn of a queued run has come. Looks at the disk. */
final class Requests {
    private Requests() {}

    /** A run that was to go on and never saved anything begins anew; it replaces nothing but its table of losses. */
    static TrainRequest of(QueuedRun run) {
        RunFiles files = new RunFiles(run.config().outputDir(), run.config().outputName());
        boolean resume = run.resume() && Files.exists(files.stateFile());
        boolean anew = run.resume() && !resume && !Files.exists(files.lora()) && !hasCheckpoints(files);
        boolean overwrite = !resume && (run.overwrite() || anew);
        return TrainRequest.of(run.config(), resume, overwrite);
    }

    private static boolean hasCheckpoints(RunFiles files) {
        try {
            return !files.checkpoints().isEmpty();
        } catch (IOException e) {
            return true; // what cannot be seen is not replaced
        }
    }
}
