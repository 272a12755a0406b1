package loralei.train;

import java.util.List;
import loralei.data.EncodedExample;
import loralei.model.EncodedPrompt;

/**
 * The samples of one step.
 *
 * @param examples the examples, all of one size
 * @param prompts the prompt of each
 * @param inputs what is computed from them
 */
record Batch(List<EncodedExample> examples, List<EncodedPrompt> prompts, StepInputs inputs) {}
