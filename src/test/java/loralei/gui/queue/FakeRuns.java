package loralei.gui.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import loralei.job.TrainRequest;

/** Runs that a test starts and ends. */
final class FakeRuns implements Runs {
    final List<TrainRequest> started = new ArrayList<>();
    boolean running;
    boolean stopAsked;
    Optional<RuntimeException> refusal = Optional.empty();
    Optional<RunProgress> progress = Optional.empty();
    private Consumer<RunEnd> listener = end -> {};

    @Override
    public boolean running() {
        return running;
    }

    @Override
    public void start(TrainRequest request) {
        refusal.ifPresent(failure -> {
            throw failure;
        });
        running = true;
        started.add(request);
    }

    @Override
    public void stop() {
        stopAsked = true;
    }

    @Override
    public Optional<RunProgress> progress() {
        return progress;
    }

    @Override
    public void onEnd(Consumer<RunEnd> told) {
        listener = told;
    }

    TrainRequest last() {
        return started.get(started.size() - 1);
    }

    void end(RunEnd end) {
        running = false;
        listener.accept(end);
    }
}
