package loralei.job;

import java.nio.file.Path;

/**
 * A LoRA to draw with.
 *
 * @param file where it is
 * @param weight what its change of the base model is multiplied by; 1 is as it was trained
 */
public record LoraChoice(Path file, double weight) {}
