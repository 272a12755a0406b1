package loralei.gui.state;

import loralei.config.Choice;

/** How far a run of the queue has come. */
public enum QueuedStatus implements Choice {
    /** Its turn is still to come. */
    WAITING("waiting"),
    /** It trains now. */
    RUNNING("running"),
    /** It is finished. */
    DONE("done"),
    /** A person stopped it; it can go on. */
    STOPPED("stopped"),
    /** It ended with a failure. */
    FAILED("failed");

    private final String id;

    QueuedStatus(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }

    /** Whether it has run and will not run again by itself. */
    public boolean ended() {
        return this == DONE || this == STOPPED || this == FAILED;
    }
}
