package loralei.gui;

import java.util.Optional;
import java.util.function.Consumer;
import loralei.gui.queue.RunEnd;
import loralei.gui.queue.RunProgress;
import loralei.gui.queue.Runs;
import loralei.gui.run.RunController;
import loralei.gui.run.RunSnapshot;
import loralei.job.TrainRequest;

/** The runs of the controller, as the queue sees them. */
final class ControllerRuns implements Runs {
    private final RunController controller;

    ControllerRuns(RunController controller) {
        this.controller = controller;
    }

    @Override
    public boolean running() {
        return controller.snapshot().running();
    }

    @Override
    public void start(TrainRequest request) {
        controller.start(request);
    }

    @Override
    public void stop() {
        controller.stop();
    }

    @Override
    public Optional<RunProgress> progress() {
        return controller
                .snapshot()
                .step()
                .map(step -> new RunProgress(step.step(), step.totalSteps(), step.secondsLeft()));
    }

    @Override
    public void onEnd(Consumer<RunEnd> listener) {
        controller.onEnd(run -> end(run).ifPresent(listener));
    }

    private static Optional<RunEnd> end(RunSnapshot run) {
        return run.request().map(request -> switch (run.phase()) {
            case FINISHED -> RunEnd.done(request, run.lora().orElseThrow());
            case FAILED -> RunEnd.failed(request, run.failure().orElseThrow());
            default -> RunEnd.stopped(request);
        });
    }
}
