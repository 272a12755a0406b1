package loralei.cli;

/** The exit codes of the program. */
final class ExitCode {
    static final int DONE = 0;
    /** The run failed. */
    static final int FAILED = 1;
    /** The request was wrong. */
    static final int WRONG_REQUEST = 2;
    /** Stopped by the user, state saved; what a shell calls the end by Ctrl-C. */
    static final int STOPPED = 130;

    private ExitCode() {}
}
