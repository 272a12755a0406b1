package loralei.data;

import java.nio.file.Path;
import loralei.text.LocalizedIOException;
import loralei.text.Message;

/** A picture cannot be read. The message names the file, says why, and what to do. */
public final class UnreadablePictureException extends LocalizedIOException {
    private static final long serialVersionUID = 1L;

    private final transient UnreadablePicture picture;

    /** Creates the exception. */
    UnreadablePictureException(Path path, Message reason, Throwable cause) {
        super(Message.of("shared.colon", path, reason), cause);
        picture = new UnreadablePicture(path, reason);
    }

    /** Returns the file and the reason. */
    public UnreadablePicture picture() {
        return picture;
    }
}
