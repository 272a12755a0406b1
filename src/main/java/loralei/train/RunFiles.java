package loralei.train;

import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of the files that a run leaves.
 *
 * @param folder the output folder
 * @param name the output name
 */
public record RunFiles(Path folder, String name) {
    /** The finished LoRA. */
    public Path lora() {
        return folder.resolve(name + ".safetensors");
    }

    /** The LoRA as it was after a step. */
    public Path lora(int step) {
        return folder.resolve(String.format(Locale.ROOT, "%s-step%08d.safetensors", name, step));
    }

    /** The step of a file of {@link #lora(int)}; empty for any other file. */
    public OptionalInt stepOf(Path file) {
        Matcher matcher = Pattern.compile(Pattern.quote(name) + "-step(\\d{8,9})\\.safetensors")
                .matcher(file.getFileName().toString());
        return matcher.matches() ? OptionalInt.of(Integer.parseInt(matcher.group(1))) : OptionalInt.empty();
    }

    /** The folder of what is needed to go on. */
    public Path state() {
        return folder.resolve(name + ".state");
    }

    /** The one file in it, so that it is replaced as a whole. */
    public Path stateFile() {
        return state().resolve("state.safetensors");
    }

    /** The table of losses. */
    public Path log() {
        return folder.resolve(name + ".csv");
    }
}
