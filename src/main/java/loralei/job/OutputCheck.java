package loralei.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import loralei.config.UserError;
import loralei.train.RunFiles;

/** Sees to it that a run can write its files, and that they are nobody else's. */
final class OutputCheck {
    private OutputCheck() {}

    /** Fails if a new run would overwrite files of an earlier one. */
    static void refuseToOverwrite(RunFiles files) {
        Optional<Path> existing = Stream.of(files.lora(), files.stateFile(), files.log())
                .filter(Files::exists)
                .findFirst()
                .or(() -> checkpoints(files).stream().findFirst());
        if (existing.isPresent()) {
            throw UserError.request(
                    "There is already a run named " + files.name() + ": " + existing.get() + ".",
                    "Go on with it by --resume, choose another --output-name, or have it replaced by --overwrite.");
        }
    }

    private static List<Path> checkpoints(RunFiles files) {
        if (!Files.isDirectory(files.folder())) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(files.folder())) {
            return all.filter(path -> path.getFileName()
                            .toString()
                            .matches(java.util.regex.Pattern.quote(files.name()) + "-step\\d+\\.safetensors"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw notWritable(files.folder(), e);
        }
    }

    /** Deletes what an earlier run left to go on from, so that nobody goes on with it in the name of the new one. */
    static void forget(RunFiles files) {
        try {
            Files.deleteIfExists(files.stateFile());
            for (Path checkpoint : checkpoints(files)) {
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
                        "The output folder " + folder + " cannot be written to: "
                                + cause.getClass().getSimpleName() + ".",
                        "Choose another --output-dir, or give yourself the right to write there.")
                .causedBy(cause);
    }
}
