package loralei.job;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loralei.config.FileFailure;
import loralei.config.UserError;
import loralei.safetensors.AtomicFile;
import loralei.text.Message;
import loralei.text.SettingName;
import loralei.train.RunFiles;

/** Sees to it that a run can write its files, and that they are nobody else's. */
final class OutputCheck {
    private OutputCheck() {}

    /** Fails if a run would replace files of an earlier one without leave. */
    static void refuseToReplace(TrainRequest request) {
        Optional<Path> earlier = request.unaskedReplacement();
        if (earlier.isPresent()) {
            throw UserError.request(
                    Message.of("train.nameTaken", request.config().outputName(), earlier.get()),
                    Message.of(
                            "train.goOnOrReplace",
                            SettingName.of("resume"),
                            SettingName.of("outputName"),
                            SettingName.of("overwrite")));
        }
    }

    /**
     * Deletes what an earlier run left to go on from, so that nobody goes on with it in the name of the new one, and what
     * would be taken for the new one's: checkpoints, previews, and the table of validation losses.
     */
    static void forget(RunFiles files) {
        try {
            Files.deleteIfExists(files.stateFile());
            for (Path checkpoint : files.checkpoints()) {
                Files.delete(checkpoint);
            }
            Files.deleteIfExists(files.validation());
            for (Path preview : files.previews()) {
                Files.delete(preview);
            }
        } catch (IOException e) {
            throw notWritable(files.folder(), e);
        }
    }

    /**
     * Writes a file and deletes it again wherever the run will write one, under names as long as any of its own. Fails if
     * that is not possible; else all is as before.
     */
    static void tryOut(RunFiles files, int steps) {
        for (Path target : List.of(files.lora(), files.log(), files.validation(), files.stateFile())) {
            if (Files.isDirectory(target)) {
                throw notWritable(target, new IOException("Is a directory"));
            }
        }
        tryFile(files.trial(steps));
        tryFile(files.stateTrial());
    }

    /** Does the same in a folder whose files have short names. */
    static void tryOut(Path folder) {
        tryFile(folder.resolve("loralei-try"));
    }

    private static void tryFile(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        List<Path> made = new ArrayList<>();
        for (Path at = folder; at != null && !Files.exists(at); at = at.getParent()) {
            made.add(at);
        }
        try {
            Files.createDirectories(folder);
            AtomicFile.replace(file, channel -> channel.write(ByteBuffer.wrap(new byte[] {1})));
            Files.delete(file);
        } catch (IOException e) {
            throw notWritable(folder, e);
        } finally {
            made.forEach(OutputCheck::deleteIfEmpty);
        }
    }

    private static void deleteIfEmpty(Path folder) {
        try {
            Files.deleteIfExists(folder);
        } catch (IOException inUse) { // somebody else's by now
            return;
        }
    }

    private static UserError notWritable(Path place, IOException cause) {
        FileFailure failure = FileFailure.of(cause);
        return UserError.request(Message.of("train.unwritable", place, failure.reason()), failure.remedy())
                .causedBy(cause);
    }
}
