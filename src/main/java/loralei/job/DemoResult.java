package loralei.job;

import java.nio.file.Path;

/**
 * What the demonstration leaves.
 *
 * @param model the small base model
 * @param lora the trained LoRA
 * @param picture one picture: what was learned from, and what the model draws without and with the LoRA
 */
public record DemoResult(Path model, Path lora, Path picture) {
    /** What the pictures are trained as. */
    public static final String PROMPT = "fsk49 shape";
}
