package loralei.data;

import java.io.IOException;

/** A folder has no usable picture. The message names the folder, says what was found in it, and what to do. */
public final class PictureFolderException extends IOException {
    private static final long serialVersionUID = 1L;

    PictureFolderException(String message) {
        super(message);
    }

    PictureFolderException(String message, Throwable cause) {
        super(message, cause);
    }
}
