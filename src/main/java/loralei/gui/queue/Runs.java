package loralei.gui.queue;

import java.util.Optional;
import java.util.function.Consumer;
import loralei.job.TrainRequest;

/** What the queue needs of whoever trains: one run at a time, started by the queue or by the person. */
public interface Runs {
    /** Whether a run goes on, whoever started it. Asked from any thread. */
    boolean running();

    /**
     * Starts a run and returns at once.
     *
     * @param request what to train
     * @throws IllegalStateException if a run goes on already
     */
    void start(TrainRequest request);

    /** Asks the run that goes on to stop after this step, with everything saved. */
    void stop();

    /** How far the run that goes on has come; empty before its first step. Asked four times a second. */
    Optional<RunProgress> progress();

    /**
     * Tells of the end of each run.
     *
     * @param listener called on any thread, for runs of the person too
     */
    void onEnd(Consumer<RunEnd> listener);
}
