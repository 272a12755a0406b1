package loralei.config;

import java.io.IOException;

/** A failure of disk or network, in words that can be said in another language. */
public class SpokenIOException extends IOException implements Spoken {
    private static final long serialVersionUID = 1L;

    private final transient Words message;

    /**
     * A failure that nothing else told of.
     *
     * @param message what failed
     */
    public SpokenIOException(Words message) {
        super(message.toString());
        this.message = message;
    }

    /**
     * A failure that another exception told of.
     *
     * @param message what failed
     * @param cause the exception
     */
    public SpokenIOException(Words message, Throwable cause) {
        super(message.toString(), cause);
        this.message = message;
    }

    @Override
    public final Words messageWords() {
        return message;
    }
}
