package loralei.data;

import static loralei.config.Words.say;

import java.nio.file.Path;
import loralei.config.SpokenIOException;
import loralei.config.Words;

/** A picture cannot be read. The message names the file, says why, and what to do. */
public final class UnreadablePictureException extends SpokenIOException {
    private static final long serialVersionUID = 1L;

    private final transient UnreadablePicture picture;

    /** Creates the exception. */
    UnreadablePictureException(Path path, Words reason, Throwable cause) {
        super(say("{0}: {1}", path, reason), cause);
        picture = new UnreadablePicture(path, reason);
    }

    /** Returns the file and the reason. */
    public UnreadablePicture picture() {
        return picture;
    }
}
