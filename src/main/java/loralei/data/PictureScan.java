package loralei.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a folder of pictures holds. There is always at least one picture.
 *
 * @param folder the folder
 * @param pictures the pictures that look whole, in natural order of their names
 * @param unreadable the files that should be pictures and cannot be used, in the same order
 * @param leftOut what else lies there that someone may take for a part of the training
 * @param captions the texts beside the pictures, by the pictures' files
 * @param masks the masks beside the pictures, by the pictures' files
 */
public record PictureScan(
        Path folder,
        List<Picture> pictures,
        List<UnreadablePicture> unreadable,
        LeftOut leftOut,
        Map<Path, CaptionFile> captions,
        Map<Path, MaskFile> masks) {
    /** Copies the lists. */
    public PictureScan {
        pictures = List.copyOf(pictures);
        unreadable = List.copyOf(unreadable);
        captions = Map.copyOf(captions);
        masks = Map.copyOf(masks);
        if (pictures.isEmpty()) {
            throw new IllegalArgumentException("A scan has at least one picture");
        }
    }

    /** A scan of pictures without texts and masks. */
    public PictureScan(Path folder, List<Picture> pictures, List<UnreadablePicture> unreadable, LeftOut leftOut) {
        this(folder, pictures, unreadable, leftOut, Map.of(), Map.of());
    }

    /** Returns the same with other things left out. */
    PictureScan leaving(LeftOut others) {
        return new PictureScan(folder, pictures, unreadable, others, captions, masks);
    }

    /** Returns the same without some of its pictures; empty where none is left. */
    Optional<PictureScan> keeping(Predicate<Picture> kept) {
        List<Picture> left = pictures.stream().filter(kept).toList();
        return left.isEmpty()
                ? Optional.empty()
                : Optional.of(new PictureScan(folder, left, unreadable, leftOut, captions, masks));
    }

    /** Returns the groups of two or more files with the very same content, which a run would show that much more often. */
    public List<List<Path>> duplicates() {
        Map<String, List<Path>> byContent = new LinkedHashMap<>();
        for (Picture picture : pictures) {
            byContent
                    .computeIfAbsent(picture.sha256(), key -> new ArrayList<>())
                    .add(picture.path());
        }
        return byContent.values().stream()
                .filter(paths -> paths.size() > 1)
                .map(List::copyOf)
                .toList();
    }

    /**
     * Returns the scan without a picture that turned out to be broken when it was decoded: the same rule as for those
     * found by the scan.
     *
     * @param broken the picture; where it is of another folder nothing changes
     * @param reason why, from {@link UnreadablePictureException#picture()}
     * @throws PictureFolderException if no picture is left
     */
    PictureScan without(Picture broken, UnreadablePicture reason) throws PictureFolderException {
        if (!pictures.contains(broken)) {
            return this;
        }
        List<Picture> left =
                pictures.stream().filter(picture -> !picture.equals(broken)).toList();
        List<UnreadablePicture> bad = new ArrayList<>(unreadable);
        bad.add(reason);
        if (left.isEmpty()) {
            throw PictureScanner.nothingUsable(folder, bad, List.of(), leftOut);
        }
        return new PictureScan(folder, left, bad, leftOut, captions, masks);
    }
}
