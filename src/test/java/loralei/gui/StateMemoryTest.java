package loralei.gui;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import loralei.config.AutoSwitch;
import loralei.config.BaseWeights;
import loralei.config.DeviceChoice;
import loralei.config.Family;
import loralei.config.PrecisionChoice;
import loralei.config.Resolutions;
import loralei.config.TrainingConfig;
import loralei.gui.run.RunPhase;
import loralei.gui.run.RunSnapshot;
import loralei.gui.state.StateFile;
import loralei.gui.state.WindowStateStore;
import loralei.job.TrainRequest;
import loralei.train.TrainingEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StateMemoryTest {
    private static final TrainingConfig CONFIG = TrainingConfig.defaults(Family.SD15);

    @TempDir
    private Path folder;

    private WindowStateStore store;
    private StateMemory memory;

    @BeforeEach
    void open() {
        store = WindowStateStore.open(new StateFile(folder));
        memory = new StateMemory(store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static RunSnapshot run(TrainingConfig config, int steps, double stepsPerSecond) {
        return new RunSnapshot(
                RunPhase.FINISHED,
                Optional.of(TrainRequest.of(config, false, false)),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new TrainingEvent.Step(steps, steps, 1, 0.1, 0.1, 1e-4, 0.1, stepsPerSecond, 0)),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                10);
    }

    static List<TrainingConfig> othersInSpeed() {
        return List.of(
                TrainingConfig.defaults(Family.SDXL).with("resolution", CONFIG.resolution()),
                CONFIG.with("resolution", Resolutions.of(256)),
                CONFIG.with("batchSize", 2),
                CONFIG.with("device", DeviceChoice.CPU),
                CONFIG.with("precision", PrecisionChoice.BF16),
                CONFIG.with("gradientCheckpointing", AutoSwitch.ON),
                CONFIG.with("offload", AutoSwitch.ON),
                CONFIG.with("baseWeights", BaseWeights.FP8),
                CONFIG.with("baseWeights", BaseWeights.INT8));
    }

    @Test
    void aRunTellsHowFastTheNextOneLikeItWillBe() {
        memory.ended(run(CONFIG, 3, 4));
        assertThat(memory.secondsPerStep(CONFIG.with("epochs", 7))).hasValue(0.25);
    }

    @ParameterizedTest
    @MethodSource("othersInSpeed")
    void aRunTellsNothingOfOneWhoseStepsTakeLongerOrLess(TrainingConfig other) {
        memory.ended(run(CONFIG, 3, 4));
        assertThat(memory.secondsPerStep(other)).isEmpty();
    }

    @Test
    void theFirstStepsAreTooUncertainToBeRemembered() {
        memory.ended(run(CONFIG, 2, 4));
        assertThat(memory.secondsPerStep(CONFIG)).isEmpty();
    }
}
