package loralei.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import loralei.config.Prior;
import loralei.config.TrainingConfig;
import loralei.text.Message;

/**
 * All that a run is to learn from; at least one example.
 *
 * @param all the examples, in the order that the batches are drawn from
 * @param folders what was found where they come from
 * @param notes what there is to say of their texts and where they come from
 */
public record Examples(List<Example> all, List<PictureScan> folders, List<Message> notes) {
    /** Copies the lists. */
    public Examples {
        all = List.copyOf(all);
        folders = List.copyOf(folders);
        notes = List.copyOf(notes);
        if (all.isEmpty()) {
            throw new IllegalArgumentException("There is nothing to learn from without an example");
        }
    }

    /** Of how many pictures examples are: one may be there at several sizes. */
    public static int pictures(List<Example> examples) {
        return (int) examples.stream().map(Example::picture).distinct().count();
    }

    /** Those of a role. */
    public List<Example> of(Example.Role role) {
        return all.stream().filter(example -> example.role() == role).toList();
    }

    /**
     * The sizes at which class pictures are still to be drawn.
     *
     * @param wanted how many there are to be in all
     */
    public List<PictureSize> missingOfClass(int wanted) {
        Map<Picture, PictureSize> there = new LinkedHashMap<>();
        of(Example.Role.CLASS).forEach(example -> there.putIfAbsent(example.picture(), example.bucket()));
        return there.size() >= wanted
                ? List.of()
                : new ClassSizes(of(Example.Role.INSTANCE)).missing(List.copyOf(there.values()), wanted);
    }

    /** Examples of which there is nothing to say. */
    public Examples(List<Example> all, List<PictureScan> folders) {
        this(all, folders, List.of());
    }

    /**
     * The settings as far as they tell how much a step takes: class pictures that a data set brings come in pairs with its
     * others, whatever the settings say.
     */
    public static TrainingConfig paired(TrainingConfig config, List<Example> all) {
        boolean brought = all.stream().anyMatch(example -> example.role() == Example.Role.CLASS);
        return brought && config.prior() == Prior.OFF ? config.with("prior", Prior.PICTURES) : config;
    }

    /** All that they may be shown with, each text once. */
    public List<String> prompts() {
        return all.stream()
                .flatMap(example -> example.caption().all().stream())
                .distinct()
                .toList();
    }

    /** The size of the most pixels, which decides on time and memory. */
    public PictureSize largest() {
        return all.stream()
                .map(Example::bucket)
                .max(Comparator.comparingLong(PictureSize::pixels))
                .orElseThrow();
    }

    /** Those whose pictures have to be enlarged. */
    public List<Example> enlarged() {
        return all.stream().filter(Example::isEnlarged).toList();
    }

    /** What else lies in the folders that someone may take for a part of the training. */
    public LeftOut leftOut() {
        return new LeftOut(
                folders.stream()
                        .flatMap(scan -> scan.leftOut().captions().stream())
                        .toList(),
                folders.stream()
                        .flatMap(scan -> scan.leftOut().masks().stream())
                        .toList(),
                folders.stream()
                        .flatMap(scan -> scan.leftOut().subfolders().stream())
                        .toList());
    }

    /** Groups of two or more files of one folder with the very same content. */
    public List<List<Path>> duplicates() {
        return folders.stream().flatMap(folder -> folder.duplicates().stream()).toList();
    }

    /** The files that should be pictures and cannot be used. */
    public List<UnreadablePicture> unreadable() {
        return folders.stream().flatMap(folder -> folder.unreadable().stream()).toList();
    }

    /**
     * Returns the rest without a picture whose pixels turned out to be broken when they were decoded, at all of its sizes.
     *
     * @param reason the file, which is its picture or its mask
     * @throws PictureFolderException if no picture is left in its folder
     */
    public Examples without(Example broken, UnreadablePicture reason) throws PictureFolderException {
        List<PictureScan> left = new ArrayList<>();
        for (PictureScan folder : folders) {
            boolean last = folder.pictures().equals(List.of(broken.picture()));
            if (!last || folders.size() == 1) {
                left.add(folder.without(broken.picture(), reason));
            }
        }
        return new Examples(
                all.stream()
                        .filter(example -> !example.picture().equals(broken.picture()))
                        .toList(),
                left,
                notes);
    }
}
