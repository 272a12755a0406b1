package loralei.lora;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import loralei.safetensors.TensorData;

/**
 * The adapter of one module. That of a LoRA makes its weight {@code W + alpha / rank * up down}.
 *
 * @param name the module
 * @param parts its tensors by name, in order; those of a LoRA are {@value #DOWN} from input to rank, (r, in) or in a
 *     convolution (r, in, k, k), and {@value #UP} from rank to output, (out, r) or (out, r, 1, 1)
 * @param alpha numerator of the scale
 */
public record LoraModule(ModuleName name, Map<String, TensorData> parts, float alpha) {
    /** The names of a LoRA's parts. */
    public static final String DOWN = "down";

    /** See {@link #DOWN}. */
    public static final String UP = "up";

    /** Checks that all parts have a floating point type, and those of a LoRA the same rank. */
    public LoraModule {
        parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
        if (!parts.values().stream().allMatch(part -> part.dtype().isFloat())) {
            throw new IllegalArgumentException(name + ": types are "
                    + parts.values().stream().map(TensorData::dtype).toList());
        }
        if (parts.containsKey(DOWN)) {
            LoraShapes.problem(parts.get(DOWN).shape(), parts.get(UP).shape()).ifPresent(problem -> {
                throw new IllegalArgumentException(name + ": " + problem);
            });
        }
    }

    /** A LoRA's. */
    public LoraModule(ModuleName name, TensorData down, TensorData up, float alpha) {
        this(name, parts(down, up), alpha);
    }

    private static Map<String, TensorData> parts(TensorData down, TensorData up) {
        Map<String, TensorData> parts = new LinkedHashMap<>();
        parts.put(DOWN, down);
        parts.put(UP, up);
        return parts;
    }

    /** A LoRA's matrix from input to rank. */
    public TensorData down() {
        return parts.get(DOWN);
    }

    /** A LoRA's matrix from rank to output. */
    public TensorData up() {
        return parts.get(UP);
    }

    /**
     * Returns the rank of a LoRA.
     *
     * @return the inner dimension r of the product
     */
    public int rank() {
        return Math.toIntExact(down().shape().get(0));
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
