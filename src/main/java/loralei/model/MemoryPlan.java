package loralei.model;

import loralei.torch.ComputeType;

/**
 * How a training uses memory.
 *
 * @param weights how the frozen weights are held
 * @param checkpoints which blocks run again in place of keeping what their derivatives need
 */
public record MemoryPlan(WeightPlan weights, Checkpoints checkpoints) {
    /** What the network computes in. */
    public ComputeType type() {
        return weights.type();
    }
}
