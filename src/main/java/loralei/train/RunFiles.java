package loralei.train;

import java.nio.file.Path;
import java.util.Locale;

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
