package loralei.config;

/** Where the training runs. */
public enum DeviceChoice implements Choice {
    /** The GPU if one can be used, else the CPU. */
    AUTO("auto"),
    /** The processor. */
    CPU("cpu"),
    /** The NVIDIA GPU (or AMD's with ROCm). */
    CUDA("cuda");

    private final String id;

    DeviceChoice(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }
}
