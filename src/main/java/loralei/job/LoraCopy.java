package loralei.job;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import loralei.config.Settings;
import loralei.config.UserError;
import loralei.safetensors.AtomicFile;
import loralei.text.Message;
import loralei.train.RunFiles;

/** Makes a checkpoint the LoRA that a person goes on with: a copy of it under a name of its own, byte by byte. */
public final class LoraCopy {
    private LoraCopy() {}

    /**
     * Where the copy goes.
     *
     * @param lora the checkpoint
     * @param typed the name that a person entered; an ending is left off
     * @throws UserError with one sentence for the field, if it cannot go there
     */
    public static Path target(Path lora, String typed) {
        String name = GridColumn.withoutEnding(typed.strip());
        if (name.isEmpty()) {
            throw refused("run.rename.empty");
        }
        if (Settings.find("outputName").orElseThrow().problemWith(name).isPresent()) {
            throw refused("run.rename.notAName");
        }
        Path folder = lora.toAbsolutePath().getParent();
        RunFiles other = new RunFiles(folder, name);
        boolean ofThisRun = name.equals(GridColumn.runOf(lora));
        if (!ofThisRun && Stream.of(other.state(), other.log()).anyMatch(Files::exists)) {
            throw refused("run.rename.otherRun", name);
        }
        return other.lora();
    }

    /**
     * Copies the checkpoint.
     *
     * @param target what {@link #target} gave
     * @throws UserError if that is not possible; the target is then as before
     */
    public static void copy(Path lora, Path target) {
        try {
            bytes(lora, target);
        } catch (IOException e) {
            throw UserError.run(
                            Message.of("grid.notCopied", lora.getFileName(), Message.of(e)),
                            Message.of("grid.notCopied.remedy"))
                    .causedBy(e);
        }
    }

    /** Copies a file as a whole: on any failure the target is as before. */
    static void bytes(Path file, Path target) throws IOException {
        try (FileChannel from = FileChannel.open(file, StandardOpenOption.READ)) {
            AtomicFile.replace(target, to -> {
                long size = from.size();
                for (long at = 0; at < size; ) {
                    at += from.transferTo(at, size - at, to);
                }
            });
        }
    }

    private static UserError refused(String key, Object... values) {
        return UserError.request(Message.of(key, values), Message.of("run.rename.remedy"));
    }
}
