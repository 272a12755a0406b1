package loralei.gui.queue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
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
        return new TrainRequest(run.config(), resume, overwrite, false, Optional.empty(), 1);
    }

    private static boolean hasCheckpoints(RunFiles files) {
        if (!Files.isDirectory(files.folder())) {
            return false;
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(
                files.folder(), path -> path.getFileName().toString().startsWith(files.name() + "-step"))) {
            return found.iterator().hasNext();
        } catch (IOException e) {
            return true; // what cannot be seen is not replaced
        }
    }
}
