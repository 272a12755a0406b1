package loralei.config;

/** What the frozen weights of the base model's UNet are kept in. */
public enum BaseWeights implements Choice {
    /** In the precision of the run, or in 8 bits on a graphics card that has no room for them otherwise. */
    AUTO,
    /** In the precision of the run. */
    SAME,
    /** As int8 with a scale for each output channel. */
    INT8,
    /** As float8_e4m3fn with a scale for each output channel, a power of two. */
    FP8;

    /** Whether each takes one byte. */
    public boolean isEightBits() {
        return this == INT8 || this == FP8;
    }
}
