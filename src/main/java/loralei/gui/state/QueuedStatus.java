package loralei.gui.state;

import loralei.config.Choice;

/** How far a run of the queue has come. */
public enum QueuedStatus implements Choice {
    /** Its turn is still to come. */
    WAITING,
    /** It trains now. */
    RUNNING,
    /** It is finished. */
    DONE,
    /** A person stopped it; it can go on. */
    STOPPED,
    /** It ended with a failure. */
    FAILED;

    /** Whether it has run and will not run again by itself. */
    public boolean ended() {
        return this == DONE || this == STOPPED || this == FAILED;
    }
}
