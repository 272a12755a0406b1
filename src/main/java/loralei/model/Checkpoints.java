package loralei.model;

import java.util.Set;

/**
 * Which blocks keep only their input for the derivative, and run again when it is due. Blocks in this sense are residual blocks
 * ({@code down_blocks.0.resnets.0}), transformer blocks ({@code down_blocks.0.attentions.0.transformer_blocks.0}), and the
 * parts of these ({@code .attn1}, {@code .attn2} and {@code .ff} behind that).
 */
@FunctionalInterface
public interface Checkpoints {
    /** No block: everything that derivatives need is kept. */
    Checkpoints NONE = path -> false;

    /** Each residual and each transformer block: the least memory. */
    Checkpoints ALL = path -> true;

    /** Whether this block does, by diffusers' name of it. */
    boolean has(String path);

    /** These blocks. */
    static Checkpoints of(Set<String> paths) {
        return Set.copyOf(paths)::contains;
    }

    /**
     * Those that save so much memory at the peak of a step for the least arithmetic; none where nothing has to be saved, all that
     * save anything where that is not enough.
     *
     * @param costs the network's
     * @param wanted how many bytes a step should have less at its peak than with {@link #NONE}
     */
    static CheckpointChoice saving(StepCosts costs, long wanted) {
        return CheckpointChoice.of(costs, costs.peak(NONE) - wanted);
    }
}
