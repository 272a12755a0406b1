package loralei.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that a run is to learn from; at least one example.
 *
 * @param all the examples, in the order that the batches are drawn from
 * @param folders what was found where they come from
 */
public record Examples(List<Example> all, List<PictureScan> folders) {
    /** Copies the lists. */
    public Examples {
        all = List.copyOf(all);
        folders = List.copyOf(folders);
        if (all.isEmpty()) {
            throw new IllegalArgumentException("There is nothing to learn from without an example");
        }
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

    /** The prompts, each once. */
    public List<String> prompts() {
        return all.stream().map(Example::prompt).distinct().toList();
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

    /** Groups of two or more files of one folder with the very same content. */
    public List<List<Path>> duplicates() {
        return folders.stream().flatMap(folder -> folder.duplicates().stream()).toList();
    }

    /** The files that should be pictures and cannot be used. */
    public List<UnreadablePicture> unreadable() {
        return folders.stream().flatMap(folder -> folder.unreadable().stream()).toList();
    }

    /**
     * Returns the rest without an example whose pixels turned out to be broken when they were decoded.
     *
     * @param reason the file, which is its picture or its mask
     * @throws PictureFolderException if no picture is left in its folder
     */
    public Examples without(Example broken, UnreadablePicture reason) throws PictureFolderException {
        List<PictureScan> left = new ArrayList<>();
        for (PictureScan folder : folders) {
            left.add(folder.without(broken.picture(), reason));
        }
        return new Examples(
                all.stream().filter(example -> !example.equals(broken)).toList(), left);
    }
}
