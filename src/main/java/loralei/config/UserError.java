package loralei.config;

import java.util.Objects;
import loralei.text.Localized;
import loralei.text.Message;

/**
 * A failure that a person can do something about. Its message says what failed, its remedy what to try; both are shown
 * without a stack trace, in the language of window or command line. Any other exception is a
 * defect of the program.
 */
public final class UserError extends RuntimeException implements Localized {
    private static final long serialVersionUID = 1L;

    /** Whose turn it is. */
    public enum Kind {
        /** The request was wrong: exit code 2. */
        REQUEST,
        /** The request was right and the run failed, as for a full disk: exit code 1. */
        RUN
    }

    private final transient Message message;
    private final transient Message remedy;
    private final Kind kind;

    private UserError(Kind kind, Message message, Message remedy, Throwable cause) {
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
    public static UserError request(Message message, Message remedy) {
        return new UserError(Kind.REQUEST, message, remedy, null);
    }

    /**
     * A run that failed for a reason outside the program.
     *
     * @param message what failed, naming the file
     * @param remedy what to do about it
     */
    public static UserError run(Message message, Message remedy) {
        return new UserError(Kind.RUN, message, remedy, null);
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
    public Message localized() {
        return message;
    }

    /** What to do about the failure. */
    public Message localizedRemedy() {
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
