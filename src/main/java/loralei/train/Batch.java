package loralei.train;

import java.util.List;
import loralei.data.EncodedPicture;
import loralei.model.EncodedPrompt;

/**
 * The samples of one step.
 *
 * @param pictures the pictures
 * @param prompts the prompt of each
 * @param inputs what is computed from them
 */
record Batch(List<EncodedPicture> pictures, List<EncodedPrompt> prompts, StepInputs inputs) {}
