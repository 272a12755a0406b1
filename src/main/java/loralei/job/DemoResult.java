package loralei.job;

import java.nio.file.Path;

/**
 * What the demonstration leaves.
 *
 * @param lora the trained LoRA
 * @param picture one picture: what was learned from, and what the model draws without and with the LoRA
 */
public record DemoResult(Path lora, Path picture) {}
