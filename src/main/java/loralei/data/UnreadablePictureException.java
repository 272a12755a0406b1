package loralei.data;

import java.io.IOException;
import java.nio.file.Path;

/** A picture cannot be read. The message names the file, says why, and what to do. */
public final class UnreadablePictureException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient UnreadablePicture picture;

    /** Creates the exception. */
    UnreadablePictureException(Path path, String reason, Throwable cause) {
        super(path + ": " + reason, cause);
        picture = new UnreadablePicture(path, reason);
    }

    /** Returns the file and the reason. */
    public UnreadablePicture picture() {
        return picture;
    }
}
