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
import loralei.config.Words;
import loralei.gui.text.EngineTexts;
import loralei.gui.text.Texts;
import loralei.train.RunFiles;

/**
 * Gives a finished LoRA another name in its folder. The other files of the run keep theirs, so that the run can still be
 * made longer under its own name.
 */
final class LoraRename {
    private static final String ENDING = ".safetensors";

    private final Texts texts;

    LoraRename(Texts texts) {
        this.texts = texts;
    }

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
            throw refused("rename.exists", target.getFileName()).causedBy(e);
        } catch (IOException e) {
            throw UserError.run(
                            texts.get("rename.failed", reason(lora, e)),
                            translated(FileFailure.of(e).remedy()))
                    .causedBy(e);
        }
    }

    private void check(Path lora, String name) {
        if (name.isEmpty()) {
            throw refused("rename.empty");
        }
        if (Settings.find("outputName").orElseThrow().problemWith(name).isPresent()) {
            throw refused("rename.notAName");
        }
        Path target = lora.resolveSibling(name + ENDING);
        if (Files.exists(target)) {
            throw refused("rename.exists", target.getFileName());
        }
        Path folder = lora.toAbsolutePath().getParent();
        RunFiles other = new RunFiles(folder, name);
        if (Stream.of(other.state(), other.log()).anyMatch(Files::exists)) {
            throw refused("rename.otherRun", name); // which would overwrite the file at its end
        }
    }

    private UserError refused(String key, Object... values) {
        return UserError.request(texts.get(key, values), texts.get("rename.remedy"));
    }

    private String reason(Path lora, IOException e) {
        if (!Files.exists(lora)) {
            return texts.get("rename.gone", lora.getFileName());
        }
        return translated(FileFailure.of(e).reason());
    }

    private String translated(Words words) {
        return EngineTexts.of(texts.locale()).translate(words);
    }
}
