package loralei.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a person changed for the pictures of a run, without touching their files.
 *
 * @param byPicture the changes by the pictures' files, as {@link #key} names them
 */
public record PictureEdits(Map<Path, PictureEdit> byPicture) {
    /** No changes. */
    public static final PictureEdits NONE = new PictureEdits(Map.of());

    /** Copies the map, and leaves out what changes nothing. */
    public PictureEdits {
        Map<Path, PictureEdit> kept = new LinkedHashMap<>(byPicture);
        kept.values().removeIf(PictureEdit::isEmpty);
        byPicture = Collections.unmodifiableMap(kept);
    }

    /** The folder that names in a file of changes count from: that of the pictures, or that of the file which lists them. */
    public static Path root(Path instanceDir) {
        Path place = key(instanceDir);
        return Files.isRegularFile(place) && place.getParent() != null ? place.getParent() : place;
    }

    /** A name for a file that does not depend on where the program was started. */
    public static Path key(Path picture) {
        return picture.toAbsolutePath().normalize();
    }

    /** What is changed of a picture; of another one under the same name nothing. */
    public PictureEdit of(Picture picture) {
        PictureEdit edit = byPicture.getOrDefault(key(picture.path()), PictureEdit.NONE);
        return edit.sha256().map(picture.sha256()::equals).orElse(true) ? edit : PictureEdit.NONE;
    }

    /** The same with another change of a picture, which is bound to its content. */
    public PictureEdits with(Picture picture, PictureEdit edit) {
        Map<Path, PictureEdit> now = new LinkedHashMap<>(byPicture);
        now.put(
                key(picture.path()),
                new PictureEdit(edit.excluded(), edit.caption(), edit.crop(), Optional.of(picture.sha256())));
        return new PictureEdits(now);
    }

    /** Whether nothing is changed. */
    public boolean isEmpty() {
        return byPicture.isEmpty();
    }
}
