package loralei.lora;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import loralei.config.JsonText;

/**
 * The alpha of files in diffusers' naming, which has no tensor for it. Newer diffusers put peft's configuration into the
 * metadata, as JSON with the component's name before each field: {@code unet.lora_alpha}, {@code unet.alpha_pattern},
 * {@code unet.use_rslora}. Without it every program applies the adapter with scale 1, that is, with alpha = rank.
 */
final class PeftAlpha {
    static final String METADATA_KEY = "lora_adapter_metadata";

    private final JsonNode config;
    private final boolean oneNetwork;

    private PeftAlpha(JsonNode config, boolean oneNetwork) {
        this.config = config;
        this.oneNetwork = oneNetwork;
    }

    static PeftAlpha of(Map<String, String> metadata) {
        try {
            return new PeftAlpha(JsonText.FOREIGN.readTree(metadata.getOrDefault(METADATA_KEY, "{}")), false);
        } catch (JsonProcessingException e) {
            // Not peft's configuration then; the programs that read it would not get further either.
            return new PeftAlpha(JsonText.FOREIGN.createObjectNode(), false);
        }
    }

    /** That of a file that peft wrote itself, with its configuration beside it. */
    static PeftAlpha beside(Path file) {
        try {
            return new PeftAlpha(
                    JsonText.FOREIGN.readTree(
                            JsonText.read(file.toAbsolutePath().resolveSibling("adapter_config.json"))),
                    true);
        } catch (IOException e) {
            return new PeftAlpha(JsonText.FOREIGN.createObjectNode(), true);
        }
    }

    /**
     * Looks up a module's alpha.
     *
     * @param module the module
     * @param rank its rank
     * @return alpha such that alpha / rank is the scale, or empty where the metadata does not say
     */
    Optional<Float> alpha(ModuleName module, int rank) {
        String prefix = oneNetwork ? "" : module.component().diffusersPrefix() + ".";
        JsonNode alpha = config.path(prefix + "lora_alpha");
        for (Map.Entry<String, JsonNode> pattern :
                config.path(prefix + "alpha_pattern").properties()) {
            if (module.path().equals(pattern.getKey()) || module.path().endsWith("." + pattern.getKey())) {
                alpha = pattern.getValue();
            }
        }
        if (!alpha.isNumber() || !Double.isFinite(alpha.asDouble())) {
            return Optional.empty();
        }
        // Rank-stabilised LoRA divides by the root of the rank.
        boolean rootOfRank = config.path(prefix + "use_rslora").asBoolean(false);
        return Optional.of((float) (alpha.asDouble() * (rootOfRank ? Math.sqrt(rank) : 1)));
    }
}
