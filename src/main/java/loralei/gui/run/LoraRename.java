package loralei.gui.run;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import loralei.config.FileFailure;
import loralei.config.Settings;
import loralei.config.UserError;
import loralei.text.Message;
import loralei.train.RunFiles;

/**
 * Gives a finished LoRA another name in its folder. The other files of the run keep theirs, so that the run can still be
 * made longer under its own name.
 */
final class LoraRename {
    private static final String ENDING = ".safetensors";

    /** The name of a LoRA as a person would say it: without folder and ending. */
    static String nameOf(Path lora) {
        return withoutEnding(lora.getFileName().toString());
    }

    private static String withoutEnding(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(ENDING)
                ? name.substring(0, name.length() - ENDING.length())
                : name;
    }

    /**
     * Renames the file; never overwrites another.
     *
     * @param lora the file
     * @param typed the new name; an ending that a person typed too is left off
     * @return the file under its new name
     * @throws UserError with one sentence for the field, if that is not possible
     */
    Path rename(Path lora, String typed) {
        String name = withoutEnding(typed.strip());
        if (name.equals(nameOf(lora))) {
            return lora;
        }
        check(lora, name);
        Path target = lora.resolveSibling(name + ENDING);
        try {
            return Files.move(lora, target);
        } catch (FileAlreadyExistsException e) {
            throw refused("run.rename.exists", target.getFileName()).causedBy(e);
        } catch (IOException e) {
            throw UserError.run(
                            Message.of("run.rename.failed", reason(lora, e)),
                            FileFailure.of(e).remedy())
                    .causedBy(e);
        }
    }

    private void check(Path lora, String name) {
        if (name.isEmpty()) {
            throw refused("run.rename.empty");
        }
        if (Settings.find("outputName").orElseThrow().problemWith(name).isPresent()) {
            throw refused("run.rename.notAName");
        }
        Path target = lora.resolveSibling(name + ENDING);
        if (Files.exists(target)) {
            throw refused("run.rename.exists", target.getFileName());
        }
        Path folder = lora.toAbsolutePath().getParent();
        RunFiles other = new RunFiles(folder, name);
        if (Stream.of(other.state(), other.log()).anyMatch(Files::exists)) {
            throw refused("run.rename.otherRun", name); // which would overwrite the file at its end
        }
    }

    private static UserError refused(String key, Object... values) {
        return UserError.request(Message.of(key, values), Message.of("run.rename.remedy"));
    }

    private static Message reason(Path lora, IOException e) {
        return Files.exists(lora) ? FileFailure.of(e).reason() : Message.of("run.rename.gone", lora.getFileName());
    }
}
