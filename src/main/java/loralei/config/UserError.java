package loralei.config;

import java.util.Objects;

/**
 * A failure that a person can do something about. Its message says what failed, its remedy what to try; both are shown
 * as they stand, without a stack trace. Any other exception is a defect of the program.
 */
public final class UserError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Whose turn it is. */
    public enum Kind {
        /** The request was wrong: exit code 2. */
        REQUEST,
        /** The request was right and the run failed, as for a full disk: exit code 1. */
        RUN
    }

    private final String remedy;
    private final Kind kind;

    private UserError(Kind kind, String message, String remedy, Throwable cause) {
        super(Objects.requireNonNull(message), cause);
        this.remedy = Objects.requireNonNull(remedy);
        this.kind = kind;
    }

    /**
     * A request that cannot be met as it stands.
     *
     * @param message what is wrong, naming the file, field or value
     * @param remedy what to do about it
     */
    public static UserError request(String message, String remedy) {
        return new UserError(Kind.REQUEST, message, remedy, null);
    }

    /**
     * A run that failed for a reason outside the program.
     *
     * @param message what failed, naming the file
     * @param remedy what to do about it
     */
    public static UserError run(String message, String remedy) {
        return new UserError(Kind.RUN, message, remedy, null);
    }

    /**
     * The same failure with the exception that it came from, for the log.
     *
     * @param origin the exception behind the failure
     */
    public UserError causedBy(Throwable origin) {
        return new UserError(kind, getMessage(), remedy, origin);
    }

    /** What to do about the failure. */
    public String remedy() {
        return remedy;
    }

    /** Whether the request or the run is at fault. */
    public Kind kind() {
        return kind;
    }
}
