package loralei.model;

import loralei.config.BaseWeights;
import loralei.torch.ComputeType;

/**
 * How the frozen weights of a network are held while it trains.
 *
 * @param type what the network computes in
 * @param kept whether they are kept in 8 bits with a scale for each output channel, and which, and widened where they are used
 * @param offloadedBytes how many bytes of them at least stay in main memory, and come to the device a block at a time; 0 for
 *     none, {@link #ALL} for all of them
 */
public record WeightPlan(ComputeType type, BaseWeights kept, long offloadedBytes) {
    /** All weights are offloaded. */
    public static final long ALL = Long.MAX_VALUE;

    /** Checks that it is settled what they are kept in. */
    public WeightPlan {
        if (kept == BaseWeights.AUTO) {
            throw new IllegalArgumentException("weights are kept in something");
        }
    }

    /** Whether they are kept in 8 bits. */
    public boolean eightBits() {
        return kept.isEightBits();
    }

    /** What they are held in, as people call it: int8, fp8, or the type. */
    public String heldIn() {
        return eightBits() ? kept.id() : type.id();
    }

    /** The same with another part of them in main memory. */
    public WeightPlan offloading(long bytes) {
        return new WeightPlan(type, kept, bytes);
    }

    /** All weights in the type of the arithmetic, on the device. */
    public static WeightPlan resident(ComputeType type) {
        return new WeightPlan(type, BaseWeights.SAME, 0);
    }
}
