package loralei.gui.run;

import java.util.function.Consumer;
import loralei.job.TrainRequest;

/** Whoever trains, as the queue sees it: one run at a time, started by the queue or by the person. */
public interface Runs {
    /** What is known of the run that goes on or was the last, whoever started it. From any thread, four times a second. */
    RunSnapshot snapshot();

    /**
     * Starts a run and returns at once.
     *
     * @param request what to train
     * @throws IllegalStateException if a run goes on already
     */
    void start(TrainRequest request);

    /** Asks the run that goes on to stop after this step, with everything saved. */
    void stop();

    /**
     * Has a listener told of the end of each run, on the thread of the run. It may start the next run.
     *
     * @param listener told of runs of the person too
     */
    void onEnd(Consumer<RunSnapshot> listener);
}
