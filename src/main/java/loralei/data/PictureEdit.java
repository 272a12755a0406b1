package loralei.data;

import java.util.Optional;

/**
 * What a person changed for one picture, without touching its files.
 *
 * @param excluded whether it is left out
 * @param caption what stands in for the text beside it; an empty text for the prompt of all
 * @param crop the part of it that is trained, in pixels of the upright picture
 * @param sha256 the content of the picture that this is about; empty for whatever has its name
 */
public record PictureEdit(
        boolean excluded, Optional<String> caption, Optional<PictureArea> crop, Optional<String> sha256) {
    /** Nothing. */
    public static final PictureEdit NONE = new PictureEdit(false, Optional.empty(), Optional.empty(), Optional.empty());

    /** The same, left out or not. */
    public PictureEdit excluded(boolean now) {
        return new PictureEdit(now, caption, crop, sha256);
    }

    /** The same with another caption, or that of its files. */
    public PictureEdit caption(Optional<String> now) {
        return new PictureEdit(excluded, now, crop, sha256);
    }

    /** The same with another crop, or the program's own. */
    public PictureEdit crop(Optional<PictureArea> now) {
        return new PictureEdit(excluded, caption, now, sha256);
    }

    /** Whether nothing is changed. */
    public boolean isEmpty() {
        return !excluded && caption.isEmpty() && crop.isEmpty();
    }
}
