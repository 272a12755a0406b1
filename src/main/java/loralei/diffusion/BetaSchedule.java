package loralei.diffusion;

/** How the noise variances (betas) run over the training timesteps. The names are those of diffusers. */
public enum BetaSchedule {
    /** Evenly spaced betas. */
    LINEAR("linear"),
    /** Squares of evenly spaced roots of betas: Stable Diffusion's own. */
    SCALED_LINEAR("scaled_linear"),
    /** The cosine schedule of Nichol and Dhariwal 2021, betas capped at 0.999; begin and end play no part. */
    SQUAREDCOS_CAP_V2("squaredcos_cap_v2");

    private final String id;

    BetaSchedule(String id) {
        this.id = id;
    }

    /** The name in {@code scheduler_config.json}. */
    public String id() {
        return id;
    }
}
