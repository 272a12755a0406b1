package loralei.data;

import static loralei.config.Words.say;

import java.io.IOException;
import java.nio.file.Path;
import loralei.config.Spoken;
import loralei.config.Words;

/** A picture cannot be read. The message names the file, says why, and what to do. */
public final class UnreadablePictureException extends IOException implements Spoken {
    private static final long serialVersionUID = 1L;

    private final transient UnreadablePicture picture;

    /** Creates the exception. */
    UnreadablePictureException(Path path, Words reason, Throwable cause) {
        super(path + ": " + reason, cause);
        picture = new UnreadablePicture(path, reason);
    }

    /** Returns the file and the reason. */
    public UnreadablePicture picture() {
        return picture;
    }

    @Override
    public Words messageWords() {
        return say("{0}: {1}", picture.path(), picture.reason());
    }
}
