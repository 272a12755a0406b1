package loralei.job;

import java.nio.file.Path;
import java.util.Optional;
import loralei.config.TrainingConfig;

/**
 * A training to be done.
 *
 * @param config the settings
 * @param resume whether to go on from a saved state
 * @param dryRun whether to stop before anything heavy starts
 * @param trace the folder for a trace, if one is wanted
 * @param traceSteps how many steps it records
 */
public record TrainRequest(
        TrainingConfig config, boolean resume, boolean dryRun, Optional<Path> trace, int traceSteps) {}
