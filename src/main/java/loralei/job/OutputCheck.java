package loralei.job;

import static loralei.config.Words.say;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import loralei.config.UserError;
import loralei.train.RunFiles;

/** Sees to it that a run can write its files, and that they are nobody else's. */
final class OutputCheck {
    private OutputCheck() {}

    /** Fails if a run would replace files of an earlier one without leave. */
    static void refuseToReplace(TrainRequest request) {
        Optional<Path> earlier = request.unaskedReplacement();
        if (earlier.isPresent()) {
            throw UserError.request(
                    say(
                            "There is already a run named {0}: {1}.",
                            request.config().outputName(), earlier.get()),
                    say(
                            "Go on with it by --resume, choose another --output-name, or have it replaced by --overwrite."));
        }
    }

    /** Deletes what an earlier run left to go on from, so that nobody goes on with it in the name of the new one. */
    static void forget(RunFiles files) {
        try {
            Files.deleteIfExists(files.stateFile());
            for (Path checkpoint : files.checkpoints()) {
                Files.delete(checkpoint);
            }
        } catch (IOException e) {
            throw notWritable(files.folder(), e);
        }
    }

    /** Makes the output folder and fails if nothing can be written to it. */
    static void prepareFolder(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, ".loralei", ".probe"));
        } catch (IOException e) {
            throw notWritable(folder, e);
        }
    }

    private static UserError notWritable(Path folder, IOException cause) {
        return UserError.request(
                        say(
                                "The output folder {0} cannot be written to: {1}.",
                                folder, cause.getClass().getSimpleName()),
                        say("Choose another --output-dir, or give yourself the right to write there."))
                .causedBy(cause);
    }
}
