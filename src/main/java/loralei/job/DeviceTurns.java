package loralei.job;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import loralei.text.Message;
import loralei.train.Preparation;
import loralei.train.RunFiles;
import loralei.train.TrainingEvent;

/**
 * Use cases that wait for their turn at the device.
 *
 * @param queue shared by all that compute in this process
 */
record DeviceTurns(DeviceQueue queue) {
    private static final TrainingEvent WAITING = new TrainingEvent.Preparing(Preparation.WAITING, 0, 0);

    UseCases.Train train(UseCases.Train train) {
        return (request, control, listener) -> {
            boolean ran = queue.run(
                    Message.of("draw.task.train", request.config().outputName()),
                    control::isStopRequested,
                    before -> listener.accept(WAITING),
                    () -> train.run(request, control, listener));
            if (!ran) {
                RunFiles files = new RunFiles(
                        request.config().outputDir(), request.config().outputName());
                listener.accept(new TrainingEvent.Stopped(files.state(), 0));
            }
        };
    }

    UseCases.Demo demo(UseCases.Demo demo) {
        return (folder, control, listener) -> {
            AtomicReference<Optional<DemoResult>> result = new AtomicReference<>(Optional.empty());
            queue.run(
                    Message.of("draw.task.demo"),
                    control::isStopRequested,
                    before -> listener.accept(WAITING),
                    () -> result.set(demo.run(folder, control, listener)));
            return result.get();
        };
    }

    UseCases.Bench bench(UseCases.Bench bench) {
        return request -> {
            AtomicReference<Record> result = new AtomicReference<>();
            queue.run(
                    Message.of("draw.task.bench"),
                    () -> false,
                    before -> {
                        // it has nobody to tell
                    },
                    () -> result.set(bench.run(request)));
            return result.get();
        };
    }

    UseCases.Draw draw(UseCases.Draw draw) {
        return (request, stop, listener) -> {
            boolean ran = queue.run(
                    Message.of("draw.task.draw", request.pictures().size()),
                    stop,
                    before -> listener.accept(new DrawEvent.Waiting(before)),
                    () -> draw.run(request, stop, listener));
            if (!ran) {
                listener.accept(new DrawEvent.Stopped(0));
            }
        };
    }
}
