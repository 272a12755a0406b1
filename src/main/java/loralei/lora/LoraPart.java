package loralei.lora;

/** The tensors that a LoRA has for one module. */
public enum LoraPart {
    /** The matrix from the module's input to the rank, A. */
    DOWN,
    /** The matrix from the rank to the module's output, B. */
    UP,
    /** The scalar whose quotient by the rank scales the product. */
    ALPHA
}
