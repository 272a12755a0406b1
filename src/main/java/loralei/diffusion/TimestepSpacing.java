package loralei.diffusion;

/** How a sampler picks its few timesteps out of the many of training (Lin et al. 2023, table 2). */
public enum TimestepSpacing {
    /** Multiples of the stride, counted from zero, plus the offset of the scheduler. */
    LEADING("leading"),
    /** Multiples of the stride, counted back from the last timestep. */
    TRAILING("trailing"),
    /** Evenly spread from the first to the last timestep. */
    LINSPACE("linspace");

    private final String id;

    TimestepSpacing(String id) {
        this.id = id;
    }

    /** The name in {@code scheduler_config.json}. */
    public String id() {
        return id;
    }
}
