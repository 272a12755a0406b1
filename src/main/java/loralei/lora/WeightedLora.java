package loralei.lora;

/**
 * A LoRA, and how strongly it is to work.
 *
 * @param lora the LoRA
 * @param weight what its change of the base model is multiplied by; 1 is as it was trained
 */
public record WeightedLora(LoraWeights lora, double weight) {}
