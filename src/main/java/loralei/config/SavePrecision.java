package loralei.config;

/** What the numbers in the finished LoRA file are held in. */
public enum SavePrecision implements Choice {
    /** 16-bit floating point: what every program loads. */
    FP16(6.104e-5, 65504),
    /** 16-bit floating point with the range of fp32. */
    BF16(1.18e-38, 3.38e38),
    /** 32-bit floating point: twice the size. */
    FP32(1.18e-38, 3.4e38);

    private final double smallest;
    private final double largest;

    SavePrecision(double smallest, double largest) {
        this.smallest = smallest;
        this.largest = largest;
    }

    /** The smallest positive number that it holds with all its digits. */
    public double smallest() {
        return smallest;
    }

    /** The largest number that it holds. */
    public double largest() {
        return largest;
    }
}
