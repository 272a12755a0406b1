package loralei.data;

import loralei.config.SpokenIOException;
import loralei.config.Words;

/** A folder has no usable picture. The message names the folder, says what was found in it, and what to do. */
public final class PictureFolderException extends SpokenIOException {
    private static final long serialVersionUID = 1L;

    PictureFolderException(Words message) {
        super(message);
    }

    PictureFolderException(Words message, Throwable cause) {
        super(message, cause);
    }
}
