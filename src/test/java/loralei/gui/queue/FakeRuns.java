package loralei.gui.queue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import loralei.gui.run.RunPhase;
import loralei.gui.run.RunSnapshot;
import loralei.gui.run.Runs;
import loralei.job.TrainRequest;
import loralei.train.TrainingEvent;

/** Runs that a test starts and ends. */
final class FakeRuns implements Runs {
    final List<TrainRequest> started = new ArrayList<>();
    boolean running;
    boolean stopAsked;
    Optional<RuntimeException> refusal = Optional.empty();
    Optional<TrainingEvent.Step> step = Optional.empty();
    private Consumer<RunSnapshot> listener = end -> {};

    @Override
    public RunSnapshot snapshot() {
        return snapshot(running ? RunPhase.TRAINING : RunPhase.IDLE, Optional.empty(), Optional.empty());
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
    public void onEnd(Consumer<RunSnapshot> told) {
        listener = told;
    }

    TrainRequest last() {
        return started.get(started.size() - 1);
    }

    void done(Path lora) {
        end(snapshot(RunPhase.FINISHED, Optional.of(lora), Optional.empty()));
    }

    void stopped() {
        end(snapshot(RunPhase.STOPPED, Optional.empty(), Optional.empty()));
    }

    void failed(Throwable failure) {
        end(snapshot(RunPhase.FAILED, Optional.empty(), Optional.of(failure)));
    }

    /** Has a run of the person end. */
    void end(TrainRequest own, RunPhase phase) {
        started.add(own);
        end(snapshot(phase, Optional.empty(), Optional.of(new IllegalStateException("x"))));
        started.remove(own);
    }

    private RunSnapshot snapshot(RunPhase phase, Optional<Path> lora, Optional<Throwable> failure) {
        Optional<TrainRequest> request = started.isEmpty() ? Optional.empty() : Optional.of(last());
        return new RunSnapshot(
                phase, request, Optional.empty(), Optional.empty(), step, List.of(), lora, failure, /* seconds= */ 0);
    }

    private void end(RunSnapshot end) {
        running = false;
        listener.accept(end);
    }
}
