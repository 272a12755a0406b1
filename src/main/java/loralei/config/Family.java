package loralei.config;

/** The kinds of base model that LoRAs are trained for. */
public enum Family implements Choice {
    /** Stable Diffusion 1.5 and its descendants. */
    SD15("sd15", "SD1.5"),
    /** Stable Diffusion XL and its descendants. */
    SDXL("sdxl", "SDXL");

    private final String id;
    private final String label;

    Family(String id, String label) {
        this.id = id;
        this.label = label;
    }

    @Override
    public String id() {
        return id;
    }

    /** The name that people use. */
    public String label() {
        return label;
    }
}
