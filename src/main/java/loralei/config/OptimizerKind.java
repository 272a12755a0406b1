package loralei.config;

/** How the adapter's values follow their gradients. */
public enum OptimizerKind implements Choice {
    /** AdamW with 32-bit moments (Loshchilov and Hutter 2019). */
    ADAMW("adamw"),
    /** AdamW with moments in blocks of 8-bit values (Dettmers et al. 2022): a quarter of the optimizer's memory. */
    ADAMW_8BIT("adamw8bit");

    private final String id;

    OptimizerKind(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }
}
