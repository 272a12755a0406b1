package loralei.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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

    /** A file to try the folder with: of no run, and with a name as long as any that a run of so many steps writes. */
    public Path trial(int steps) {
        return folder.resolve(lora(steps).getFileName().toString().replaceFirst("safetensors$", "loralei-try"));
    }

    /** The step of a file of {@link #lora(int)}; empty for any other file. */
    public OptionalInt stepOf(Path file) {
        Matcher matcher = Pattern.compile(Pattern.quote(name) + "-step(\\d{8,10})\\.safetensors")
                .matcher(file.getFileName().toString());
        long step = matcher.matches() ? Long.parseLong(matcher.group(1)) : Long.MAX_VALUE;
        return step <= Integer.MAX_VALUE ? OptionalInt.of((int) step) : OptionalInt.empty();
    }

    /** Something that a run of this name left, so that another one would replace it. */
    public Optional<Path> existing() {
        Optional<Path> known = Stream.of(lora(), stateFile(), log(), validation())
                .filter(Files::exists)
                .findFirst();
        if (known.isPresent()) {
            return known;
        }
        try {
            return Stream.concat(checkpoints().stream(), previews().stream()).findFirst();
        } catch (IOException e) {
            return Optional.of(folder); // what cannot be seen is not replaced
        }
    }

    /** All files of {@link #lora(int)} that there are, the earliest first. */
    public List<Path> checkpoints() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> stepOf(file).isPresent())
                    .sorted(Comparator.comparingInt(file -> stepOf(file).getAsInt()))
                    .toList();
        }
    }

    /** The folder of the previews. */
    public Path samples() {
        return folder.resolve(name + "-samples");
    }

    /**
     * A preview as it was drawn after a step.
     *
     * @param step the step; 0 before the first one
     * @param prompt which of the prompts, from 0
     */
    public Path preview(int step, int prompt) {
        return samples().resolve(String.format(Locale.ROOT, "%s-step%08d-%02d.png", name, step, prompt));
    }

    /**
     * Of what a preview is.
     *
     * @param step the step; 0 before the first one
     * @param prompt which of the prompts, from 0
     */
    public record PreviewPlace(int step, int prompt) {}

    /** Of what a file of {@link #preview} is; empty for any other file. */
    public Optional<PreviewPlace> previewPlace(Path file) {
        Matcher matcher = Pattern.compile(Pattern.quote(name) + "-step(\\d{8,10})-(\\d{2,9})\\.png")
                .matcher(file.getFileName().toString());
        long step = matcher.matches() ? Long.parseLong(matcher.group(1)) : Long.MAX_VALUE;
        return step <= Integer.MAX_VALUE
                ? Optional.of(new PreviewPlace((int) step, Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    /** All files of {@link #preview} that there are, in their order. */
    public List<Path> previews() throws IOException {
        if (!Files.isDirectory(samples())) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(samples())) {
            return all.filter(file -> previewPlace(file).isPresent()).sorted().toList();
        }
    }

    /** The table of validation losses. */
    public Path validation() {
        return folder.resolve(name + "-validation.csv");
    }

    /** The folder of what is needed to go on. */
    public Path state() {
        return folder.resolve(name + ".state");
    }

    /** The one file in it, so that it is replaced as a whole. */
    public Path stateFile() {
        return state().resolve("state.safetensors");
    }

    /** A file to try that folder with, of the length of the state's name. */
    public Path stateTrial() {
        return state().resolve("state.loralei-try");
    }

    /** The table of losses. */
    public Path log() {
        return folder.resolve(name + ".csv");
    }
}
