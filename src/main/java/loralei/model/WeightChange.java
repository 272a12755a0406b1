package loralei.model;

import loralei.torch.Tensor;

/** What becomes of a network's weights while they are loaded. */
@FunctionalInterface
public interface WeightChange {
    /** Leaves them as they are. */
    WeightChange NONE = (name, weight) -> weight;

    /**
     * Looks at a weight.
     *
     * @param name its name in the network
     * @param weight as it was stored
     * @return the same, or another tensor in its place, for which it was closed
     */
    Tensor of(String name, Tensor weight);
}
