package loralei.torch;

/** The type that frozen weights are held in and that the network computes in. */
public enum ComputeType {
    FP32("fp32", 6, 4),
    BF16("bf16", 15, 2),
    FP16("fp16", 5, 2);

    private final String id;
    private final int number;
    private final int bytes;

    ComputeType(String id, int number, int bytes) {
        this.id = id;
        this.number = number;
        this.bytes = bytes;
    }

    /** The name that people know it by. */
    public String id() {
        return id;
    }

    /** The number by which libtorch's kernels know it (c10::ScalarType). */
    public int number() {
        return number;
    }

    /** The size of one value. */
    public int bytes() {
        return bytes;
    }
}
