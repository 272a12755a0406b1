package loralei.model;

import loralei.config.BaseWeights;
import loralei.torch.ComputeType;

/**
 * How the frozen weights of a network are held while it trains.
 *
 * @param type what the network computes in
 * @param eightBits whether they are kept as float8_e4m3fn with a scale for each output channel, and widened where they are used
 * @param offloadedBytes how many bytes of them at least stay in main memory, and come to the device a block at a time; 0 for
 *     none, {@link #ALL} for all of them
 */
public record WeightPlan(ComputeType type, boolean eightBits, long offloadedBytes) {
    /** All weights are offloaded. */
    public static final long ALL = Long.MAX_VALUE;

    /** What they are held in, as people call it: fp8, or the type. */
    public String heldIn() {
        return eightBits ? BaseWeights.FP8.id() : type.id();
    }

    /** All weights in the type of the arithmetic, on the device. */
    public static WeightPlan resident(ComputeType type) {
        return new WeightPlan(type, false, 0);
    }
}
