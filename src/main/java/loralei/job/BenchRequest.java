package loralei.job;

import loralei.config.TrainingConfig;

/**
 * What a benchmark measures.
 *
 * @param config the settings of the training; prompts and pictures play no part
 * @param randomWeights whether to build the released network of the family with random weights instead of reading the
 *     base model
 * @param steps number of steps to time, after one to warm up
 */
public record BenchRequest(TrainingConfig config, boolean randomWeights, int steps) {}
