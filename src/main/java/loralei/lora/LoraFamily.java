package loralei.lora;

import java.util.List;
import java.util.Optional;
import loralei.config.Family;

/**
 * What sets the LoRA files of the families apart, one row each. Spellings in metadata are those of kohya's sd-scripts
 * ({@code library/sai_model_spec.py}, {@code train_network.py}).
 *
 * @param family the family
 * @param kohyaPaths how kohya spells module paths inside the UNet
 * @param kohyaTextEncoder the beginning of kohya's names for the first text encoder
 * @param crossAttentionDim width of the text that the released UNets attend to
 * @param layout the block structure of the released UNets
 * @param baseModelVersion {@code ss_base_model_version}
 * @param architecture {@code modelspec.architecture}
 * @param implementation {@code modelspec.implementation}
 */
record LoraFamily(
        Family family,
        PathStyle kohyaPaths,
        String kohyaTextEncoder,
        int crossAttentionDim,
        UnetLayout layout,
        String baseModelVersion,
        String architecture,
        String implementation) {
    private static final List<LoraFamily> ALL = List.of(
            new LoraFamily(
                    Family.SD15,
                    PathStyle.DIFFUSERS,
                    "lora_te",
                    768,
                    new UnetLayout(2, 1),
                    "sd_v1",
                    "stable-diffusion-v1/lora",
                    "diffusers"),
            new LoraFamily(
                    Family.SDXL,
                    PathStyle.SGM,
                    "lora_te1",
                    2048,
                    new UnetLayout(2, 0),
                    "sdxl_base_v1-0",
                    "stable-diffusion-xl-v1-base/lora",
                    "https://github.com/Stability-AI/generative-models"));

    /** How module paths inside the UNet are spelt. */
    enum PathStyle {
        /** {@code down_blocks.1.attentions.0}. */
        DIFFUSERS,
        /** {@code input_blocks.4.1}, as in the original checkpoints. */
        SGM
    }

    static LoraFamily of(Family family) {
        return ALL.stream()
                .filter(row -> row.family == family)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no LoRA files of family " + family));
    }

    /** The beginning of kohya's names for a component, without the underscore that follows. */
    String kohyaPrefix(Component component) {
        return switch (component) {
            case UNET -> "lora_unet";
            case TEXT_ENCODER -> kohyaTextEncoder;
            case TEXT_ENCODER_2 -> "lora_te2";
        };
    }

    static Optional<Family> ofCrossAttentionDim(long dim) {
        return ALL.stream()
                .filter(row -> row.crossAttentionDim == dim)
                .map(LoraFamily::family)
                .findFirst();
    }
}
