package loralei.config;

import java.util.Objects;

/**
 * A failure that a person can do something about. Its message says what failed, its remedy what to try; both are shown
 * without a stack trace, by the command line in English and by the window in its own language. Any other exception is a
 * defect of the program.
 */
public final class UserError extends RuntimeException implements Spoken {
    private static final long serialVersionUID = 1L;

    /** Whose turn it is. */
    public enum Kind {
        /** The request was wrong: exit code 2. */
        REQUEST,
        /** The request was right and the run failed, as for a full disk: exit code 1. */
        RUN
    }

    private final transient Words message;
    private final transient Words remedy;
    private final Kind kind;

    private UserError(Kind kind, Words message, Words remedy, Throwable cause) {
        super(message.toString(), cause);
        this.message = message;
        this.remedy = Objects.requireNonNull(remedy);
        this.kind = kind;
    }

    /**
     * A request that cannot be met as it stands.
     *
     * @param message what is wrong, naming the file, field or value
     * @param remedy what to do about it
     */
    public static UserError request(Words message, Words remedy) {
        return new UserError(Kind.REQUEST, message, remedy, null);
    }

    /**
     * A request that cannot be met, told in one language only: that of the window where it was made, or English on the
     * command line.
     *
     * @param message what is wrong, naming the file, field or value
     * @param remedy what to do about it
     */
    public static UserError request(String message, String remedy) {
        return request(Words.text(message), Words.text(remedy));
    }

    /**
     * A run that failed for a reason outside the program.
     *
     * @param message what failed, naming the file
     * @param remedy what to do about it
     */
    public static UserError run(Words message, Words remedy) {
        return new UserError(Kind.RUN, message, remedy, null);
    }

    /**
     * A run that failed, told in one language only, as {@link #request(String, String)}.
     *
     * @param message what failed, naming the file
     * @param remedy what to do about it
     */
    public static UserError run(String message, String remedy) {
        return run(Words.text(message), Words.text(remedy));
    }

    /**
     * The same failure with the exception that it came from, for the log.
     *
     * @param origin the exception behind the failure
     */
    public UserError causedBy(Throwable origin) {
        return new UserError(kind, message, remedy, origin);
    }

    @Override
    public Words messageWords() {
        return message;
    }

    /** What to do about the failure. */
    public Words remedyWords() {
        return remedy;
    }

    /** What to do about the failure, in English. */
    public String remedy() {
        return remedy.toString();
    }

    /** Whether the request or the run is at fault. */
    public Kind kind() {
        return kind;
    }
}
