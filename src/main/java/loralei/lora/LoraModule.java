package loralei.lora;

import loralei.safetensors.TensorData;

/**
 * The adapter of one module: its weight becomes {@code W + alpha / rank * up down}.
 *
 * @param name the module
 * @param down from input to rank: (r, in) for a linear layer, (r, in, k, k) for a convolution
 * @param up from rank to output: (out, r) for a linear layer, (out, r, 1, 1) for a convolution
 * @param alpha numerator of the scale
 */
public record LoraModule(ModuleName name, TensorData down, TensorData up, float alpha) {
    /** Checks that both matrices have a floating point type and the same rank. */
    public LoraModule {
        if (!down.dtype().isFloat() || !up.dtype().isFloat()) {
            throw new IllegalArgumentException(name + ": types are " + down.dtype() + " and " + up.dtype());
        }
        LoraShapes.problem(down.shape(), up.shape()).ifPresent(problem -> {
            throw new IllegalArgumentException(name + ": " + problem);
        });
    }

    /**
     * Returns the rank.
     *
     * @return the inner dimension r of the product
     */
    public int rank() {
        return Math.toIntExact(down.shape().get(0));
    }

    /**
     * Returns what the product of the matrices is multiplied by.
     *
     * @return alpha / rank
     */
    public float scale() {
        return alpha / rank();
    }
}
