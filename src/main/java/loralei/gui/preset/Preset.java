package loralei.gui.preset;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import loralei.config.Family;
import loralei.config.TrainingConfig;

/**
 * Settings under a name, for one family. They are nobody's in particular: no path, no prompt, no output name, no device,
 * so that a preset can be given to others.
 *
 * @param name what it is called
 * @param reason why its numbers are what they are, or what it is for; may be empty
 * @param settings values by the names of the settings, of their types; what is missing has its default
 */
public record Preset(String name, String reason, Map<String, Object> settings) {
    private static final String FAMILY = "family";

    /** What is the person's, or the computer's, and no matter of taste. */
    private static final Set<String> PERSONAL = Set.of(
            "baseModel",
            "vae",
            "textEncoders",
            "instanceDir",
            "pictureEdits",
            "instancePrompt",
            "classPrompt",
            "classDir",
            "captionPrefix",
            "captionSuffix",
            "device",
            "outputDir",
            "outputName",
            "startFrom",
            "previewPrompts");

    /**
     * Leaves out what is personal.
     *
     * @throws IllegalArgumentException if the family is missing
     */
    public Preset {
        Map<String, Object> kept = new LinkedHashMap<>(settings);
        kept.keySet().removeAll(PERSONAL);
        if (!(kept.get(FAMILY) instanceof Family)) {
            throw new IllegalArgumentException("a preset without a family: " + name);
        }
        settings = Map.copyOf(kept);
    }

    /**
     * All that is not personal of some settings, as a preset.
     *
     * @param config the settings
     */
    public static Preset of(String name, String reason, TrainingConfig config) {
        return new Preset(name, reason, config.values());
    }

    /** The family that it is for. */
    public Family family() {
        return (Family) settings.get(FAMILY);
    }

    /**
     * The settings with this preset: what the preset says, the defaults for all that it does not say, so that it always
     * means the same, and what is personal as it was.
     *
     * @param current the settings as they are, of the preset's family
     */
    public TrainingConfig applyTo(TrainingConfig current) {
        Map<String, Object> values = new LinkedHashMap<>(current.values());
        values.keySet().retainAll(PERSONAL);
        values.putAll(settings);
        return TrainingConfig.of(values);
    }
}
