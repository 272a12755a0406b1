package loralei.gui;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import loralei.config.Family;
import loralei.config.TrainingConfig;
import loralei.gui.run.RunSnapshot;
import loralei.gui.state.WindowStateStore;
import loralei.train.TrainingEvent;

/** What the window's state knows of earlier runs: their base models, and how fast they were. */
final class StateMemory {
    /** Earlier steps are slower, and their speed uncertain. */
    private static final int STEPS_TO_TRUST = 3;

    private final WindowStateStore store;

    StateMemory(WindowStateStore store) {
        this.store = store;
    }

    /** The base models of a family that were used, the last one first. */
    List<Path> recentModels(Family family) {
        return store.state().recentModels(family);
    }

    /** Remembers that a base model was used. */
    void used(Family family, Path model) {
        store.update(state -> state.withRecentModel(family, model));
    }

    /** Folders in which base models are looked for besides {@code models}. */
    List<Path> modelFolders() {
        return store.state().folders().models();
    }

    /** Remembers one more of them, or one less. */
    void modelFolder(Path folder, boolean wanted) {
        store.update(state -> state.withFolders(state.folders()
                .withModels(Stream.concat(
                                state.folders().models().stream().filter(known -> !known.equals(folder)),
                                wanted ? Stream.of(folder) : Stream.empty())
                        .toList())));
    }

    /** The seconds that a step took in the last run like this one. */
    OptionalDouble secondsPerStep(TrainingConfig config) {
        OptionalDouble speed = store.state().speed(key(config));
        return speed.isPresent() ? OptionalDouble.of(1 / speed.getAsDouble()) : OptionalDouble.empty();
    }

    /** Keeps the speed of a run that ended. On any thread. */
    void ended(RunSnapshot run) {
        run.step().ifPresent(step -> run.request().ifPresent(request -> keep(request.config(), step)));
    }

    private void keep(TrainingConfig config, TrainingEvent.Step step) {
        if (step.step() >= STEPS_TO_TRUST && step.stepsPerSecond() > 0) {
            store.update(state -> state.withSpeed(key(config), step.stepsPerSecond()));
        }
    }

    /**
     * What the speed of a run depends on most: {@code sd15|512|1|cpu|fp32|auto|auto|auto}. Device, precision and how
     * memory is saved are as they were asked for: what they come to is known to a run only, and hardly changes.
     */
    static String key(TrainingConfig config) {
        return Stream.of(
                        config.family().id(),
                        config.resolution(),
                        config.batchSize(),
                        config.device().id(),
                        config.precision().id(),
                        config.baseWeights().id(),
                        config.gradientCheckpointing().id(),
                        config.offload().id())
                .map(String::valueOf)
                .collect(Collectors.joining("|"));
    }
}
