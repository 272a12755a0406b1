package loralei.gui.state;

import loralei.config.Choice;

/** Whether the queue starts its next run by itself, and if not, why. */
public enum QueuePause implements Choice {
    /** It starts the next run as soon as no other runs. */
    NONE("none"),
    /** A person paused it. */
    CHOSEN("chosen"),
    /** A person stopped a run, and hardly so that the next one begins. */
    AFTER_STOP("after-stop"),
    /**
     * The program ended in the middle of a run. Should that run be the reason, starting it with the program would make
     * the program useless.
     */
    AFTER_CRASH("after-crash");

    private final String id;

    QueuePause(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }
}
