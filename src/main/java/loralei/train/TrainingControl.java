package loralei.train;

import java.util.concurrent.atomic.AtomicBoolean;

/** What a person asks of a run that goes on. Any thread may ask; the run looks after each step. */
public final class TrainingControl {
    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicBoolean save = new AtomicBoolean();
    private final AtomicBoolean draw = new AtomicBoolean();

    /** Asks the run to save its state after this step and to end. */
    public void requestStop() {
        stop.set(true);
    }

    /** Whether the run was asked to stop. */
    public boolean isStopRequested() {
        return stop.get();
    }

    /** Asks the run for a checkpoint after this step. */
    public void requestSave() {
        save.set(true);
    }

    /** Whether a checkpoint was asked for since the last call. */
    public boolean consumeSave() {
        return save.getAndSet(false);
    }

    /** Asks the run for its preview pictures after this step. */
    public void requestDraw() {
        draw.set(true);
    }

    /** Whether preview pictures were asked for, and the run did not yet hear of it. */
    public boolean isDrawRequested() {
        return draw.get();
    }

    /** Whether preview pictures were asked for since the last call. */
    public boolean consumeDraw() {
        return draw.getAndSet(false);
    }
}
