package loralei.data;

import loralei.config.SpokenIOException;
import loralei.config.Words;

/** A folder has no usable picture. The message names the folder, says what was found in it, and what to do. */
public final class PictureFolderException extends SpokenIOException {
    private static final long serialVersionUID = 1L;

    private final transient LeftOut leftOut;

    PictureFolderException(Words message, LeftOut leftOut) {
        super(message);
        this.leftOut = leftOut;
    }

    PictureFolderException(Words message, Throwable cause) {
        super(message, cause);
        leftOut = LeftOut.NOTHING;
    }

    /** What else lies in the folder. */
    public LeftOut leftOut() {
        return leftOut;
    }
}
