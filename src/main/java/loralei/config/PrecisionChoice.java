package loralei.config;

/** What frozen weights and the network's arithmetic are held in; the adapter is always trained in fp32. */
public enum PrecisionChoice implements Choice {
    /** What suits the device best. */
    AUTO,
    /** 32-bit floating point. */
    FP32,
    /** 16-bit floating point with the range of fp32. */
    BF16,
    /** 16-bit floating point with more digits and less range. */
    FP16
}
