package loralei.lora;

import loralei.safetensors.TensorInfo;

/**
 * What a file's header says of one module's matrices, and what scales their product.
 *
 * @param name the module
 * @param down from input to rank, (r, in) or (r, in, k, k)
 * @param up from rank to output, (out, r) or (out, r, 1, 1)
 * @param rank the inner dimension r
 * @param alpha numerator of the scale
 */
public record LoraModuleInfo(ModuleName name, TensorInfo down, TensorInfo up, int rank, double alpha) {
    /** What the product of the matrices is multiplied by. */
    public double scale() {
        return alpha / rank;
    }
}
