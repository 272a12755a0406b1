package loralei.job.fetch;

/** A person asked to stop; what was received is kept. */
public final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Stops. */
    public StoppedException() {
        super("stopped");
    }
}
