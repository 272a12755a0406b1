package loralei.config;

/** What frozen weights and the network's arithmetic are held in; the adapter is always trained in fp32. */
public enum PrecisionChoice implements Choice {
    /** What suits the device best. */
    AUTO("auto"),
    /** 32-bit floating point. */
    FP32("fp32"),
    /** 16-bit floating point with the range of fp32. */
    BF16("bf16"),
    /** 16-bit floating point with more digits and less range. */
    FP16("fp16");

    private final String id;

    PrecisionChoice(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }
}
