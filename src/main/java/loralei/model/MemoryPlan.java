package loralei.model;

import loralei.torch.ComputeType;

/**
 * How a training uses memory.
 *
 * @param weights how the frozen weights are held
 * @param checkpoints which blocks run again in place of keeping what their derivatives need
 */
public record MemoryPlan(WeightPlan weights, Checkpoints checkpoints) {
    /** All weights in the type of the arithmetic, on the device, and all checkpoints or none. */
    public static MemoryPlan resident(ComputeType type, boolean checkpointing) {
        return new MemoryPlan(WeightPlan.resident(type), checkpointing ? Checkpoints.ALL : Checkpoints.NONE);
    }

    /** What the network computes in. */
    public ComputeType type() {
        return weights.type();
    }
}
