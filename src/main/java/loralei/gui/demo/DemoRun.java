package loralei.gui.demo;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.swing.SwingUtilities;
import loralei.gui.run.RunController;
import loralei.gui.run.RunSnapshot;
import loralei.job.DemoJob;
import loralei.job.DemoResult;
import loralei.job.TrainRequest;
import loralei.job.UseCases;

/** Runs the demonstration as a run like any other: the same progress, curve, log and button to stop it. */
public final class DemoRun {
    private final RunController controller;
    private final UseCases.Train how;
    private final TrainRequest request;
    private final Consumer<DemoResult> finished;
    private final AtomicReference<Optional<DemoResult>> result = new AtomicReference<>(Optional.empty());

    /**
     * Starts nothing yet.
     *
     * @param folder where the files go
     * @param finished told on the event thread what was made
     */
    public DemoRun(UseCases.Demo demo, RunController controller, Path folder, Consumer<DemoResult> finished) {
        this.controller = controller;
        this.request = DemoJob.request(folder);
        this.finished = finished;
        this.how = (asked, control, listener) -> result.set(demo.run(folder, control, listener));
        controller.onEnd(this::ended);
    }

    /**
     * Starts it, from any thread.
     *
     * @throws IllegalStateException if a run goes on already
     */
    public void start() {
        controller.start(request, how);
    }

    /** Whether a request is that of the demonstration. */
    public boolean isOf(TrainRequest asked) {
        return asked.equals(request);
    }

    private void ended(RunSnapshot end) {
        Optional<DemoResult> made = result.getAndSet(Optional.empty());
        if (end.failure().isEmpty()) {
            made.ifPresent(one -> SwingUtilities.invokeLater(() -> finished.accept(one)));
        }
    }
}
