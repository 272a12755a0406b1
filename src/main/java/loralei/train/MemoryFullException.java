package loralei.train;

import loralei.config.UserError;

/** The memory was not enough for a step. What was learned before is saved, and another start goes on from there. */
public final class MemoryFullException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int saved;
    private final UserError failure;

    /** {@code saved} is the step whose state is saved; 0 where there is none. */
    MemoryFullException(int saved, UserError failure) {
        super(failure.getMessage(), failure);
        this.saved = saved;
        this.failure = failure;
    }

    /** The step whose state is saved; 0 where there is none. */
    public int saved() {
        return saved;
    }

    /** What to tell the person where nothing else helps. */
    public UserError failure() {
        return failure;
    }
}
