package loralei.gui.queue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import loralei.gui.run.RunController;
import loralei.gui.run.RunSnapshot;
import loralei.gui.run.Runs;
import loralei.job.UseCases;

/** Those who train runs of the queue on further graphics cards, beside the one whose run is shown. Any thread may call. */
public final class MoreRuns {
    private final UseCases.Train train;
    private final Consumer<RunSnapshot> ended;
    private final List<RunController> controllers = new CopyOnWriteArrayList<>();

    /** {@code ended} is told of the end of each run. */
    public MoreRuns(UseCases.Train train, Consumer<RunSnapshot> ended) {
        this.train = train;
        this.ended = ended;
    }

    /** One more. */
    public Runs another() {
        RunController controller = new RunController(train);
        controller.onEnd(ended);
        controllers.add(controller);
        return controller;
    }

    /** Whether any of them trains. */
    public boolean running() {
        return controllers.stream().anyMatch(controller -> controller.snapshot().running());
    }

    /** Has all of them stop, with everything saved. */
    public void stop() {
        controllers.forEach(RunController::stop);
    }

    /** Waits until none of them trains. */
    public void awaitEnd(Duration atMost) {
        controllers.forEach(controller -> controller.awaitEnd(atMost));
    }
}
