package loralei.data;

import static loralei.config.Words.say;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import loralei.config.Words;

/**
 * What lies in a picture folder that other trainers would use, and this one does not.
 *
 * @param captions texts beside the pictures, one for each or one for all
 * @param masks pictures that say which parts of other pictures count
 * @param subfolders the folders inside that hold pictures
 */
public record LeftOut(List<Path> captions, List<Path> masks, List<Subfolder> subfolders) {
    /** Nothing. */
    public static final LeftOut NOTHING = new LeftOut(List.of(), List.of(), List.of());

    /** The name that kohya's trainers read as "so many times". */
    private static final Pattern REPEATS = Pattern.compile("\\d+_.*");

    /**
     * A folder with pictures directly in it.
     *
     * @param path the folder, as seen from the picture folder
     * @param pictures how many files in it are named like pictures that can be read
     */
    public record Subfolder(Path path, int pictures) {}

    /** Copies the lists. */
    public LeftOut {
        captions = List.copyOf(captions);
        masks = List.copyOf(masks);
        subfolders = List.copyOf(subfolders);
    }

    /** Returns a sentence for each kind of thing that is there. */
    public List<Words> words() {
        List<Words> words = new ArrayList<>();
        if (!subfolders.isEmpty()) {
            words.add(say(
                    "Pictures in folders inside the picture folder are not used: {0}. Move them up, or choose such a folder.",
                    FileNames.listed(
                            subfolders.stream()
                                    .map(folder -> Words.text(folder.path() + " (" + folder.pictures() + ")"))
                                    .toList(),
                            ", ")));
        }
        if (subfolders.stream()
                .anyMatch(folder ->
                        REPEATS.matcher(folder.path().getFileName().toString()).matches())) {
            words.add(say("A number at the start of a folder's name repeats no picture here: more epochs do."));
        }
        if (!captions.isEmpty()) {
            words.add(say(
                    "Captions are not read, all pictures share one prompt: {0} ({1}).",
                    FileNames.of(captions), captions.size()));
        }
        if (!masks.isEmpty()) {
            words.add(say(
                    "Masks are not used, and not trained as pictures: {0} ({1}).", FileNames.of(masks), masks.size()));
        }
        return words;
    }
}
