package loralei.config;

import java.nio.file.Path;

/**
 * The kinds of base model that LoRAs are trained for: their names and defaults. What their networks and LoRA files are
 * like stands in {@code model.ModelFamily}, a row each. Nothing outside these two tables names a family.
 */
public enum Family implements Choice {
    /** Stable Diffusion 1.5 and its descendants. */
    SD15("sd15", "SD1.5", "Stable Diffusion 1.5", "instance-imgs", 512, false),
    /** Stable Diffusion XL and its descendants. */
    SDXL("sdxl", "SDXL", "Stable Diffusion XL", "instance-imgs-sdxl", 1024, true);

    /** The one that asks least of the computer. */
    public static final Family DEFAULT = SD15;

    private final String id;
    private final String label;
    private final String title;
    private final String instanceDir;
    private final int resolution;
    private final boolean large;

    Family(String id, String label, String title, String instanceDir, int resolution, boolean large) {
        this.id = id;
        this.label = label;
        this.title = title;
        this.instanceDir = instanceDir;
        this.resolution = resolution;
        this.large = large;
    }

    @Override
    public String id() {
        return id;
    }

    /** The name that people use. */
    public String label() {
        return label;
    }

    /** The whole name. */
    public String title() {
        return title;
    }

    /** Where its base model is looked for, and downloaded to. */
    public Path baseModel() {
        return Path.of("models", id);
    }

    /** Where the pictures to learn from are looked for. */
    Path instanceDir() {
        return Path.of(instanceDir);
    }

    /** What its released base models were trained on, in pixels. */
    int resolution() {
        return resolution;
    }

    /** Whether it takes so much memory that speed comes second where nobody can tell how much there is. */
    public boolean isLarge() {
        return large;
    }
}
