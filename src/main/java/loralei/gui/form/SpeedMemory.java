package loralei.gui.form;

import java.util.OptionalDouble;
import loralei.config.TrainingConfig;

/** How fast earlier runs were. Asked on the event thread, so it answers at once. */
@FunctionalInterface
public interface SpeedMemory {
    /**
     * The seconds that a step took in the last run of the same family, resolution, batch size, device and precision.
     *
     * @param config what is to be run
     * @return empty where there was no such run
     */
    OptionalDouble secondsPerStep(TrainingConfig config);
}
