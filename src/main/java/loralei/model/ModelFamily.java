package loralei.model;

import java.util.List;
import java.util.regex.Pattern;
import loralei.config.Family;

/**
 * What sets the networks of the families and their LoRA files apart, one row each.
 *
 * @param family the family
 * @param unet the released UNet. One with transformers in the same places, and told the same beside the prompt, is of
 *     the family too
 * @param parameters values in the released UNet
 * @param textEncoders its text encoders, whose hidden states are joined in this order
 * @param zerosForNoPrompt whether pictures are drawn away from zeros rather than from the empty prompt, unless
 *     {@code model_index.json} says otherwise
 * @param latentScale what latents are multiplied by before they go to the UNet, where no file says it
 * @param lora its LoRA files
 */
public record ModelFamily(
        Family family,
        UnetConfig unet,
        long parameters,
        List<TextEncoderSpec> textEncoders,
        boolean zerosForNoPrompt,
        double latentScale,
        LoraNames lora) {
    /**
     * What LoRA files of a family look like. Spellings in metadata are those of kohya's sd-scripts
     * ({@code library/sai_model_spec.py}, {@code train_network.py}).
     *
     * @param sgmPaths whether kohya spells module paths inside the UNet as the original checkpoints do, as
     *     {@code input_blocks.4.1}, not as diffusers does, as {@code down_blocks.1.attentions.0}
     * @param textEncoder the beginning of kohya's names for the first text encoder
     * @param baseModelVersion {@code ss_base_model_version}
     * @param architecture {@code modelspec.architecture}
     * @param implementation {@code modelspec.implementation}
     * @param onlyModules paths of UNet modules that no other family has
     * @param inMetadata what is found, in lower case, in one of the first two of its files
     */
    public record LoraNames(
            boolean sgmPaths,
            String textEncoder,
            String baseModelVersion,
            String architecture,
            String implementation,
            Pattern onlyModules,
            Pattern inMetadata) {}

    private static final ModelFamily SD15 = new ModelFamily(
            Family.SD15,
            new UnetConfig(
                    List.of(320, 640, 1280, 1280),
                    List.of(true, true, true, false),
                    List.of(false, true, true, true),
                    List.of(8, 8, 8, 8),
                    List.of(1, 1, 1, 1),
                    2,
                    768,
                    32,
                    1e-5,
                    true,
                    0,
                    0,
                    0,
                    false),
            859_520_964L,
            List.of(new TextEncoderSpec("text_encoder", "tokenizer", ClipTextEncoder.Output.LAST_NORMED, false)),
            false,
            0.18215,
            new LoraNames(
                    false,
                    "lora_te",
                    "sd_v1",
                    "stable-diffusion-v1/lora",
                    "diffusers",
                    // Four levels, with attention in the first down block and the last up block.
                    Pattern.compile("down_blocks\\.0\\.attentions\\..*|up_blocks\\.[23]\\.attentions\\..*"
                            + "|(?:down|up)_blocks\\.3\\..*"),
                    Pattern.compile("sd_v1|stable-diffusion-v1")));

    private static final ModelFamily SDXL = new ModelFamily(
            Family.SDXL,
            new UnetConfig(
                    List.of(320, 640, 1280),
                    List.of(false, true, true),
                    List.of(true, true, false),
                    List.of(5, 10, 20),
                    List.of(1, 2, 10),
                    2,
                    2048,
                    32,
                    1e-5,
                    true,
                    0,
                    256,
                    2816,
                    true),
            2_567_463_684L,
            List.of(
                    new TextEncoderSpec("text_encoder", "tokenizer", ClipTextEncoder.Output.PENULTIMATE, false),
                    new TextEncoderSpec("text_encoder_2", "tokenizer_2", ClipTextEncoder.Output.PENULTIMATE, true)),
            true,
            0.13025,
            new LoraNames(
                    true,
                    "lora_te1",
                    "sdxl_base_v1-0",
                    "stable-diffusion-xl-v1-base/lora",
                    "https://github.com/Stability-AI/generative-models",
                    // No attention in the first down and the last up block, and two to ten transformer blocks in a row.
                    Pattern.compile(".*\\.transformer_blocks\\.[1-9]\\d*\\..*|up_blocks\\.0\\.attentions\\..*"
                            + "|add_embedding\\..*"),
                    Pattern.compile("sdxl|stable-diffusion-xl")));

    /** The table. */
    public static final List<ModelFamily> ALL = List.of(SD15, SDXL);

    /** The row of a family. */
    public static ModelFamily of(Family family) {
        return ALL.stream()
                .filter(row -> row.family == family)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no model of family " + family));
    }

    /** The row that a UNet of these hyper-parameters belongs to; models of no row are refused before they are asked. */
    public static ModelFamily of(UnetConfig unet) {
        return ALL.stream()
                .filter(row -> row.unet.isBuiltLike(unet))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no family has such a UNet: " + unet));
    }
}
