package loralei.sample;

/** Looks on while a picture is drawn. */
@FunctionalInterface
public interface StepWatcher {
    /** Lets it be drawn to its end. */
    StepWatcher NONE = (done, total) -> true;

    /**
     * A step is done.
     *
     * @param done steps so far
     * @param total steps of the picture
     * @return whether to go on
     */
    boolean stepDone(int done, int total);
}
