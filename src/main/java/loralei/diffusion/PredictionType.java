package loralei.diffusion;

/** What the network of a base model predicts from a noisy latent. */
public enum PredictionType {
    /** The noise itself. */
    EPSILON("epsilon"),
    /** The velocity sqrt(alphas_cumprod) * noise - sqrt(1 - alphas_cumprod) * latents (Salimans and Ho 2022). */
    V_PREDICTION("v_prediction");

    private final String id;

    PredictionType(String id) {
        this.id = id;
    }

    /** The name in {@code scheduler_config.json}. */
    public String id() {
        return id;
    }
}
