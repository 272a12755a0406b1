package loralei.gui.run;

/** Where a run is. */
public enum RunPhase {
    /** There was no run yet. */
    IDLE,
    /** Everything before the first step. */
    PREPARING,
    /** Step after step. */
    TRAINING,
    /** The person asked to stop, and the step goes on to its end. */
    STOPPING,
    /** The LoRA is there. */
    FINISHED,
    /** Stopped by the person, with everything saved. */
    STOPPED,
    /** Ended by a failure. */
    FAILED;

    /** Whether the training thread is at work. */
    public boolean isRunning() {
        return this == PREPARING || this == TRAINING || this == STOPPING;
    }
}
