package loralei.job.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import loralei.config.NetName;
import loralei.config.UserError;
import loralei.lora.LoraContent;
import loralei.safetensors.DType;
import loralei.text.Message;

/** The files that a tool reads and writes, looked at before anything is done. */
final class ToolFiles {
    static final String ENDING = ".safetensors";
    private static final List<DType> WRITTEN = List.of(DType.F16, DType.BF16, DType.F32);

    private ToolFiles() {}

    /**
     * Opens a LoRA.
     *
     * @throws UserError if it is not there, or none that can be read; the message says what it is
     */
    static LoraContent open(Path lora) {
        requireFile(lora);
        try {
            return LoraContent.open(lora);
        } catch (IOException e) {
            throw UserError.request(Message.of(e), Message.of("draw.otherLora")).causedBy(e);
        }
    }

    /** Fails unless there is a file. */
    static void requireFile(Path file) {
        if (Files.isRegularFile(file)) {
            return;
        }
        if (Files.isDirectory(file)) {
            throw UserError.request(Message.of("draw.loraIsFolder", file), Message.of("inspect.checkPath"));
        }
        Optional<Message> name = NetName.explain(file);
        throw name.isPresent()
                ? UserError.request(Message.of("shared.sentence", NetName.text(file), name.get()), NetName.REMEDY)
                : UserError.request(Message.of("inspect.noFile", file), Message.of("inspect.checkPath"));
    }

    /** Fails unless a file can be written without losing one that was not meant. */
    static void require(ToolOutput output, Collection<Path> read) {
        output.type().filter(type -> !WRITTEN.contains(type)).ifPresent(type -> {
            throw new IllegalArgumentException("a LoRA is written as F16, BF16 or F32, not as " + type);
        });
        for (Path source : read) {
            if (isSame(source, output.file())) {
                throw UserError.request(
                        Message.of("convert.isSource", output.file()), Message.of("convert.otherTarget"));
            }
        }
        requireTarget(output.file(), output.overwrite());
        if (!String.valueOf(output.file().getFileName())
                .toLowerCase(Locale.ROOT)
                .endsWith(ENDING)) {
            throw UserError.request(
                    Message.of("convert.ending", output.file(), ENDING), Message.of("convert.otherTarget"));
        }
    }

    /** Fails unless a file can be written there, and may be. */
    static void requireTarget(Path target, boolean overwrite) {
        Path folder = target.toAbsolutePath().getParent();
        if (Files.isDirectory(target) || folder == null) {
            throw UserError.request(Message.of("convert.isFolder", target), Message.of("convert.otherTarget"));
        }
        if (!Files.isDirectory(folder)) {
            throw UserError.request(Message.of("convert.noTargetFolder", folder), Message.of("convert.makeFolder"));
        }
        if (Files.exists(target) && !overwrite) {
            throw UserError.request(Message.of("convert.exists", target), Message.of("convert.overwrite"));
        }
    }

    static boolean isSame(Path one, Path other) {
        try {
            return Files.exists(other) && Files.isSameFile(one, other);
        } catch (IOException e) {
            return one.toAbsolutePath()
                    .normalize()
                    .equals(other.toAbsolutePath().normalize());
        }
    }
}
