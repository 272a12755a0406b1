package loralei.config;

/** How the adapter's values follow their gradients. */
public enum OptimizerKind implements Choice {
    /** AdamW with 32-bit moments (Loshchilov and Hutter 2019). */
    ADAMW("adamw", "torch.optim.adamw.AdamW", 8),
    /** AdamW with moments in blocks of 8-bit values (Dettmers et al. 2022): a quarter of the optimizer's memory. */
    ADAMW_8BIT("adamw8bit", "bitsandbytes.optim.adamw.AdamW8bit", 2);

    private final String id;
    private final String pythonClass;
    private final int stateBytes;

    OptimizerKind(String id, String pythonClass, int stateBytes) {
        this.id = id;
        this.pythonClass = pythonClass;
        this.stateBytes = stateBytes;
    }

    @Override
    public String id() {
        return id;
    }

    /** The same optimizer in Python, by whose name other programs tell optimizers apart. */
    public String pythonClass() {
        return pythonClass;
    }

    /** Bytes of its state for each value that it moves. */
    public int stateBytes() {
        return stateBytes;
    }
}
