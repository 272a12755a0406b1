package loralei.job;

import java.nio.file.Path;
import java.util.Optional;
import loralei.config.TrainingConfig;

/**
 * What a benchmark measures.
 *
 * @param config the settings of the training; prompts and pictures play no part
 * @param randomWeights whether to build the released network of the family with random weights instead of reading the
 *     base model
 * @param steps number of steps to time, after one to warm up
 * @param memory where to write the memory in use over one more step, which is not timed; see {@link StepMemory}
 */
public record BenchRequest(TrainingConfig config, boolean randomWeights, int steps, Optional<Path> memory) {
    /** Without a look at the memory over a step. */
    public BenchRequest(TrainingConfig config, boolean randomWeights, int steps) {
        this(config, randomWeights, steps, Optional.empty());
    }
}
