package loralei.config;

/** What keeps the base model's knowledge of the class while a LoRA learns one thing of it. */
public enum Prior implements Choice {
    /** Nothing does. */
    OFF("off"),
    /** Pictures of the class, as in "DreamBooth" (Ruiz et al. 2022): one beside each picture of the thing. */
    PICTURES("images"),
    /** What the base model predicts for the class prompt on the same noisy pictures. */
    PREDICTION("prediction");

    private final String id;

    Prior(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }
}
