package loralei.gui.run;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import loralei.config.TrainingConfig;
import loralei.job.TrainRequest;
import loralei.job.UseCases;
import loralei.train.TrainingControl;
import loralei.train.TrainingEvent;

/** A training that does what a test tells it, act by act, on the thread of the controller. */
final class FakeTraining implements UseCases.Train {
    /** What the training does next. */
    @FunctionalInterface
    interface Act {
        /** Does it; true ends the training. */
        boolean play(TrainingControl control, Consumer<TrainingEvent> listener);
    }

    private final BlockingQueue<Act> acts = new LinkedBlockingQueue<>();

    @Override
    public void run(TrainRequest request, TrainingControl control, Consumer<TrainingEvent> listener) {
        try {
            while (true) {
                Act act = acts.poll(20, TimeUnit.SECONDS);
                if (act == null) {
                    throw new AssertionError("the test forgot to end the training");
                }
                if (act.play(control, listener)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    FakeTraining tell(TrainingEvent event) {
        return act((control, listener) -> {
            listener.accept(event);
            return false;
        });
    }

    FakeTraining act(Act act) {
        acts.add(act);
        return this;
    }

    /** Ends with an event. */
    FakeTraining end(TrainingEvent event) {
        return act((control, listener) -> {
            listener.accept(event);
            return true;
        });
    }

    FakeTraining fail(RuntimeException failure) {
        return act((control, listener) -> {
            throw failure;
        });
    }

    FakeTraining fail(Error failure) {
        return act((control, listener) -> {
            throw failure;
        });
    }

    static TrainRequest request(Path output, String name, boolean resume) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("outputDir", output);
        settings.put("outputName", name);
        settings.put("instancePrompt", "fsk49");
        settings.put("classPrompt", "cat");
        return new TrainRequest(TrainingConfig.of(settings), resume, false, false, Optional.empty(), 0);
    }

    static TrainingEvent.Ready ready(int steps, int resumedFrom) {
        return new TrainingEvent.Ready(
                10, steps, steps / 10.0, List.of(steps / 2), "fsk49 cat", "cpu", "fp32", 128, 797_184, resumedFrom);
    }

    static TrainingEvent.Step step(int step, int total) {
        return step(step, total, 1.0 / step);
    }

    static TrainingEvent.Step step(int step, int total, double loss) {
        return new TrainingEvent.Step(
                step, total, (step - 1) / 10 + 1, loss, 0.1 + 0.1 / step, 1e-4, 0.5, 2.1, (total - step) / 2.1);
    }
}
