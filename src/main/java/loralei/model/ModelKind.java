package loralei.model;

import java.util.List;
import loralei.config.Family;

/**
 * What sets the families apart beyond their configuration files.
 *
 * @param family the family
 * @param textEncoders its text encoders, whose hidden states are joined in this order
 */
public record ModelKind(Family family, List<TextEncoderSpec> textEncoders) {
    private static final TextEncoderSpec CLIP_L_FINAL =
            new TextEncoderSpec("text_encoder", "tokenizer", ClipTextEncoder.Output.LAST_NORMED, false);
    private static final TextEncoderSpec CLIP_L =
            new TextEncoderSpec("text_encoder", "tokenizer", ClipTextEncoder.Output.PENULTIMATE, false);
    private static final TextEncoderSpec CLIP_BIG_G =
            new TextEncoderSpec("text_encoder_2", "tokenizer_2", ClipTextEncoder.Output.PENULTIMATE, true);

    private static final List<ModelKind> KINDS = List.of(
            new ModelKind(Family.SD15, List.of(CLIP_L_FINAL)), new ModelKind(Family.SDXL, List.of(CLIP_L, CLIP_BIG_G)));

    /** The kind of model of a family. */
    public static ModelKind of(Family family) {
        return KINDS.stream()
                .filter(kind -> kind.family == family)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no model of family " + family));
    }

    /** The family that a UNet of these hyper-parameters belongs to. */
    public static Family familyOf(UnetConfig unet) {
        return unet.hasAddedConditioning() ? Family.SDXL : Family.SD15;
    }
}
