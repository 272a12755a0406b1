package loralei.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import loralei.config.FileFailure;
import loralei.config.UserError;
import loralei.text.Message;
import loralei.train.RunFiles;

/**
 * Copies a finished LoRA to where a drawing program looks for it, with a picture beside it. ComfyUI, its Custom Scripts,
 * A1111 and Forge all show {@code NAME.preview.png} for {@code NAME.safetensors}; where there is a {@code NAME.png} too,
 * which is a person's own, the latter three prefer that one.
 *
 * @param lora the LoRA, which may have been renamed
 * @param run the run that made it, whose previews lie beside it
 * @param folder where it goes, as {@link #folderIn} gives it
 */
public record LoraDelivery(Path lora, RunFiles run, Path folder) {
    private static final String ENDING = ".safetensors";
    private static final String PREVIEW_ENDING = ".preview.png";

    /** Where LoRAs lie in a folder of ComfyUI, its portable package, A1111, Forge or its package, or their models. */
    private static final List<List<String>> PLACES = List.of(
            List.of("models", "loras"),
            List.of("ComfyUI", "models", "loras"),
            List.of("loras"),
            List.of("models", "Lora"),
            List.of("webui", "models", "Lora"),
            List.of("Lora"));

    /**
     * What came of it.
     *
     * @param lora the copy
     * @param preview the picture beside it, if there is one
     */
    public record Delivered(Path lora, Optional<Path> preview) {}

    /**
     * The folder for LoRAs in a folder that a person named: that of a drawing program, of its models, or the one for LoRAs
     * itself.
     *
     * @throws UserError if there is no such folder, or nothing can be written there
     */
    public static Path folderIn(Path named) {
        if (!Files.isDirectory(named)) {
            throw UserError.request(
                    Message.of(Files.exists(named) ? "send.noFolder" : "send.gone", named),
                    Message.of("send.chooseFolder"));
        }
        Path found = PLACES.stream()
                .flatMap(place -> inside(named, place).stream())
                .findFirst()
                .orElse(named);
        if (!Files.isWritable(found)) {
            throw UserError.request(Message.of("send.readOnly", found), Message.of("send.chooseFolder"));
        }
        return found;
    }

    /** A folder below another, whatever its letters' case. */
    private static Optional<Path> inside(Path folder, List<String> names) {
        Optional<Path> at = Optional.of(folder);
        for (String name : names) {
            at = at.flatMap(parent -> child(parent, name));
        }
        return at;
    }

    private static Optional<Path> child(Path folder, String name) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(path -> path.getFileName().toString().equalsIgnoreCase(name))
                    .filter(Files::isDirectory)
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty(); // what cannot be seen is not there
        }
    }

    private Path target() {
        return folder.resolve(lora.getFileName());
    }

    private Path previewTarget() {
        String name = lora.getFileName().toString();
        String plain = name.toLowerCase(Locale.ROOT).endsWith(ENDING)
                ? name.substring(0, name.length() - ENDING.length())
                : name;
        return folder.resolve(plain + PREVIEW_ENDING);
    }

    /** The newest picture that the run drew, of its first prompt. */
    private Optional<Path> preview() {
        try {
            List<Path> all = run.previews();
            return all.stream()
                    .reduce((earlier, later) -> step(later) > step(earlier) ? later : earlier); // the first of a step
        } catch (IOException e) {
            return Optional.empty(); // the LoRA goes without it
        }
    }

    private int step(Path preview) {
        return run.previewPlace(preview).map(RunFiles.PreviewPlace::step).orElse(-1);
    }

    /** Files there that are others than those to be copied, and would be lost. */
    public List<Path> inTheWay() {
        return Stream.concat(
                        isOther(lora, target()) ? Stream.of(target()) : Stream.of(),
                        preview()
                                .filter(picture -> isOther(picture, previewTarget()))
                                .map(any -> previewTarget())
                                .stream())
                .toList();
    }

    private static boolean isOther(Path from, Path to) {
        try {
            return Files.exists(to) && !(Files.isRegularFile(from) && Files.mismatch(from, to) < 0);
        } catch (IOException e) {
            return true; // what cannot be read is not replaced unasked
        }
    }

    /**
     * Copies both, each as a whole and byte by byte, over whatever is in the way.
     *
     * @throws UserError if that is not possible; the LoRA there is then as before
     */
    public Delivered copy() {
        if (!Files.isRegularFile(lora)) {
            throw UserError.request(Message.of("send.noLora", lora), Message.of("send.noLora.remedy"));
        }
        copy(lora, target());
        Optional<Path> picture = preview();
        picture.ifPresent(from -> copy(from, previewTarget()));
        return new Delivered(target(), picture.map(any -> previewTarget()));
    }

    private static void copy(Path from, Path to) {
        try {
            if (!Files.exists(to) || isOther(from, to)) {
                LoraCopy.bytes(from, to);
            }
        } catch (IOException e) {
            FileFailure failure = FileFailure.of(e);
            throw UserError.run(
                            Message.of("send.failed", from.getFileName(), to.getParent(), failure.reason()),
                            failure.remedy())
                    .causedBy(e);
        }
    }
}
