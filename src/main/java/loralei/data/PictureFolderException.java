package loralei.data;

import loralei.text.LocalizedIOException;
import loralei.text.Message;

/** A folder has no usable picture. The message names the folder, says what was found in it, and what to do. */
public final class PictureFolderException extends LocalizedIOException {
    private static final long serialVersionUID = 1L;

    private final transient LeftOut leftOut;

    PictureFolderException(Message message, LeftOut leftOut) {
        super(message);
        this.leftOut = leftOut;
    }

    PictureFolderException(Message message, Throwable cause) {
        super(message, cause);
        leftOut = LeftOut.NOTHING;
    }

    /** What else lies in the folder. */
    public LeftOut leftOut() {
        return leftOut;
    }
}
