package loralei.data;

import loralei.text.LocalizedIOException;
import loralei.text.Message;

/** A folder has no usable picture. The message names the folder, says what was found in it, and what to do. */
public final class PictureFolderException extends LocalizedIOException {
    private static final long serialVersionUID = 1L;

    private final transient LeftOut leftOut;
    private final String setting;

    PictureFolderException(Message message, LeftOut leftOut) {
        this(message, leftOut, "instanceDir");
    }

    private PictureFolderException(Message message, LeftOut leftOut, String setting) {
        super(message);
        this.leftOut = leftOut;
        this.setting = setting;
    }

    PictureFolderException(Message message, Throwable cause) {
        super(message, cause);
        leftOut = LeftOut.NOTHING;
        setting = "instanceDir";
    }

    /** The changes to the pictures cannot be used. */
    static PictureFolderException ofEdits(Message message) {
        return new PictureFolderException(message, LeftOut.NOTHING, "pictureEdits");
    }

    /** The name of the setting that is to be another. */
    public String setting() {
        return setting;
    }

    /** What else lies in the folder. */
    public LeftOut leftOut() {
        return leftOut;
    }
}
