package loralei.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import loralei.config.MaskSource;
import loralei.text.Message;
import loralei.text.SettingName;

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

    /** Returns the same where the folders inside are taken. */
    LeftOut withoutSubfolders() {
        return new LeftOut(captions, masks, List.of());
    }

    /** Returns the same where the texts stand in one file and that says which pictures count. */
    LeftOut onlyMasks() {
        return new LeftOut(List.of(), masks, List.of());
    }

    /** Returns the same where masks are used. */
    LeftOut withoutMasks() {
        return new LeftOut(captions, List.of(), subfolders);
    }

    /** Returns a sentence for each kind of thing that is there. */
    public List<Message> messages() {
        List<Message> messages = new ArrayList<>();
        if (!subfolders.isEmpty()) {
            messages.add(Message.of(
                    "pictures.subfolders",
                    FileNames.listed(
                            subfolders.stream()
                                    .map(folder -> Message.text(folder.path() + " (" + folder.pictures() + ")"))
                                    .toList(),
                            ", "),
                    SettingName.of("subfolders")));
        }
        if (subfolders.stream()
                .anyMatch(folder ->
                        REPEATS.matcher(folder.path().getFileName().toString()).matches())) {
            messages.add(Message.of("pictures.numbersInNames"));
        }
        if (!captions.isEmpty()) {
            messages.add(Message.of("pictures.captions", FileNames.of(captions), captions.size()));
        }
        if (!masks.isEmpty()) {
            Message said = Message.of("pictures.masks", FileNames.of(masks), masks.size());
            Message use = Message.of("mask.use", SettingName.of("masks", MaskSource.FILES.id()));
            messages.add(Sidecars.hasMasks(masks) ? Message.joined(" ", List.of(said, use)) : said);
        }
        return messages;
    }
}
