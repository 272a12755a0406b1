package loralei.cli;

/** How the system asks the process to end: Ctrl-C, kill, a closed window. */
@FunctionalInterface
public interface Interrupts {
    /** A run that wants to be asked. */
    interface Watch {
        /**
         * The run has come to its end; the process may go.
         *
         * @param exitCode what the process is to end with, if it was asked to end
         */
        void finished(int exitCode);
    }

    /**
     * Begins to watch.
     *
     * @param stop called on another thread when the process is asked to end; the process then waits for
     *     {@link Watch#finished}
     */
    Watch watch(Runnable stop);
}
