package loralei.config;

/** What the frozen weights of the base model's UNet are kept in. */
public enum BaseWeights implements Choice {
    /** In the precision of the run, or in 8 bits on a graphics card that has no room for them otherwise. */
    AUTO,
    /** In the precision of the run. */
    SAME,
    /** As float8_e4m3fn with a scale for each output channel. */
    FP8
}
