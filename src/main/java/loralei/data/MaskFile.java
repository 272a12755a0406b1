package loralei.data;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A file that is the mask of a picture.
 *
 * @param picture what is in it; empty where it cannot be read
 * @param flaw why it cannot
 */
record MaskFile(Optional<Picture> picture, Optional<UnreadablePicture> flaw) {
    /** Looks at a file. */
    static MaskFile of(Path file, PictureScanner.Looking looking) {
        try {
            return new MaskFile(Optional.of(looking.at(file)), Optional.empty());
        } catch (UnreadablePictureException e) {
            return new MaskFile(Optional.empty(), Optional.of(e.picture()));
        }
    }
}
