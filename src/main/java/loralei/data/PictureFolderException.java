package loralei.data;

import java.io.IOException;
import loralei.config.Spoken;
import loralei.config.Words;

/** A folder has no usable picture. The message names the folder, says what was found in it, and what to do. */
public final class PictureFolderException extends IOException implements Spoken {
    private static final long serialVersionUID = 1L;

    private final transient Words message;

    PictureFolderException(Words message) {
        this(message, null);
    }

    PictureFolderException(Words message, Throwable cause) {
        super(message.toString(), cause);
        this.message = message;
    }

    @Override
    public Words messageWords() {
        return message;
    }
}
