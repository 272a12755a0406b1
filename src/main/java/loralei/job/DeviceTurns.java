package loralei.job;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import loralei.config.DeviceChoice;
import loralei.config.TrainingConfig;
import loralei.data.PictureSize;
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

    /** Judged by the sizes that were asked for: the pictures are not looked at yet. */
    private static DeviceQueue.Wish wish(TrainingConfig config) {
        PictureSize size = PictureSize.square(Math.max(1, config.resolution().largest()));
        return new DeviceQueue.Wish(
                config.device(), card -> CardChoice.effort(config, size).applyAsInt(card));
    }

    UseCases.Train train(UseCases.Train train) {
        return (request, control, listener) -> {
            boolean ran = queue.run(
                    Message.of("draw.task.train", request.config().outputName()),
                    wish(request.config()),
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
                    DeviceQueue.Wish.of(DeviceChoice.AUTO),
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
                    wish(request.config()),
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
                    DeviceQueue.Wish.of(request.device()),
                    stop,
                    before -> listener.accept(new DrawEvent.Waiting(before)),
                    () -> draw.run(request, stop, listener));
            if (!ran) {
                listener.accept(new DrawEvent.Stopped(0));
            }
        };
    }

    UseCases.Grid grid(UseCases.Grid grid) {
        return (request, stop, listener) -> {
            boolean ran = queue.run(
                    Message.of("grid.task"),
                    DeviceQueue.Wish.of(request.device()),
                    stop,
                    before -> listener.accept(new GridEvent.Waiting(before)),
                    () -> grid.run(request, stop, listener));
            if (!ran) {
                listener.accept(new GridEvent.Stopped(0, 0));
            }
        };
    }
}
