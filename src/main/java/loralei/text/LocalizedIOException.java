package loralei.text;

import java.io.IOException;

/** A failure of disk or network, whose message can be said in another language. */
public class LocalizedIOException extends IOException implements Localized {
    private static final long serialVersionUID = 1L;

    private final transient Message message;

    /** A failure that nothing else told of. */
    public LocalizedIOException(Message message) {
        this(message, null);
    }

    /** A failure that another exception told of. */
    public LocalizedIOException(Message message, Throwable cause) {
        super(message.toString(), cause);
        this.message = message;
    }

    @Override
    public final Message localized() {
        return message;
    }
}
