package loralei.config;

/** What the numbers in the finished LoRA file are held in. */
public enum SavePrecision implements Choice {
    /** 16-bit floating point: what every program loads. */
    FP16("fp16"),
    /** 16-bit floating point with the range of fp32. */
    BF16("bf16"),
    /** 32-bit floating point: twice the size. */
    FP32("fp32");

    private final String id;

    SavePrecision(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }
}
