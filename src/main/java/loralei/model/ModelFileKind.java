package loralei.model;

import static loralei.config.Words.say;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import loralei.config.Words;
import loralei.safetensors.TensorInfo;

/**
 * What a safetensors file is that holds a model or a part of one, told by its header.
 *
 * @param name for people, such as "a VAE"
 * @param isOurs whether it is a whole base model of a family that is trained here
 */
public record ModelFileKind(Words name, boolean isOurs) {
    private static final String UNET = "model\\.diffusion_model\\.";
    private static final String SD2 = "Stable Diffusion 2.x";
    private static final String XL = "Stable Diffusion XL";

    /** Text of this width goes into Stable Diffusion 2.x only. */
    private static final long SD2_CONTEXT = 1024;

    private static final Pattern CROSS_ATTENTION = Pattern.compile(".*attn2\\.to_k\\.weight");
    private static final Pattern FIRST_CONVOLUTION =
            Pattern.compile("(?:" + UNET + "input_blocks\\.0\\.0|conv_in)\\.weight");
    private static final Pattern MIDDLE =
            Pattern.compile("(?:" + UNET + "middle_block\\.1|mid_block\\.attentions)\\..*");

    /** How far a file goes. */
    private enum Role {
        /** Nothing with a UNet of Stable Diffusion's. */
        OTHER,
        /** With such a UNet in it, whose shapes tell more. */
        UNET,
        /** A whole base model of a family that is trained here, unless the shapes say otherwise. */
        OURS
    }

    /** A kind of file; it is recognised if each pattern is found in the name of some tensor. */
    private record Kind(Words name, Role role, List<Pattern> patterns) {
        static Kind of(Words name, String... patterns) {
            return new Kind(name, Role.OTHER, compiled(patterns));
        }

        static Kind unet(Words name, String... patterns) {
            return new Kind(name, Role.UNET, compiled(patterns));
        }

        static Kind ours(String family, String... patterns) {
            return new Kind(say("a base model: {0}, one file", family), Role.OURS, compiled(patterns));
        }

        private static List<Pattern> compiled(String... patterns) {
            return List.of(patterns).stream().map(Pattern::compile).toList();
        }

        boolean fits(Collection<String> names) {
            return patterns.stream()
                    .allMatch(pattern -> names.stream()
                            .anyMatch(name -> pattern.matcher(name).find()));
        }
    }

    /** The first that fits counts, so the more particular ones come first. */
    private static final List<Kind> KINDS = List.of(
            Kind.of(say("a LoRA"), "lora_(?:down|up|A|B)\\.|[._]lora\\.(?:down|up)\\."),
            Kind.of(say("a base model: {0}", "FLUX"), "(?:^|\\.)double_blocks\\."),
            Kind.of(say("a base model: {0}", "FLUX"), "(?:^|\\.)single_transformer_blocks\\."),
            Kind.of(say("a base model: {0}", "Stable Diffusion 3"), "(?:^|\\.)joint_blocks\\."),
            Kind.of(say("a base model: {0}", "Stable Diffusion 3"), "^transformer_blocks\\.0\\.attn\\.add_k_proj"),
            Kind.of(say("a base model: {0}", "AuraFlow"), "(?:^|\\.)double_layers\\."),
            Kind.of(say("a base model: {0}", "PixArt"), "(?:^|\\.)(?:t_block|adaln_single)\\."),
            Kind.of(say("a base model: {0}", "Stable Cascade"), "(?:^|\\.)clip_(?:txt_)?mapper\\."),
            Kind.of(say("a ControlNet"), "controlnet_cond_embedding\\."),
            Kind.of(say("a ControlNet"), "control_model\\."),
            Kind.of(say("a ControlNet"), "^lora_controlnet"),
            Kind.of(say("an IP-Adapter"), "^image_proj\\.|\\.to_[kv]_ip\\."),
            Kind.of(say("a T2I-Adapter"), "^(?:adapter\\.)?body\\.\\d+\\.(?:resnets|block1|in_conv)"),
            Kind.of(say("a motion module of AnimateDiff"), "\\.motion_modules\\."),
            Kind.of(say("a base model: {0}", "Playground v2.5 (EDM)"), UNET, "^edm_mean"),
            Kind.of(say("a base model: {0}", "CosXL (EDM)"), UNET, "^edm_vpred\\."),
            Kind.ours(XL, UNET, "conditioner\\.embedders\\.0\\.transformer\\.", "conditioner\\.embedders\\.1\\."),
            Kind.of(say("a refiner: Stable Diffusion XL, one file"), UNET, "conditioner\\.embedders\\.0\\.model\\."),
            Kind.ours("Stable Diffusion 1.x", UNET, "cond_stage_model\\.transformer\\."),
            Kind.unet(say("a base model: {0}, one file", SD2), UNET, "cond_stage_model\\.model\\."),
            Kind.unet(say("a UNet in the original naming, without text encoder"), UNET),
            Kind.unet(
                    say("the UNet of a base model in the diffusers layout: {0}", XL),
                    "^add_embedding\\.linear_1\\.",
                    "^down_blocks\\.",
                    "^conv_in\\."),
            Kind.unet(
                    say("the UNet of a base model in the diffusers layout"),
                    "^time_embedding\\.linear_1\\.",
                    "^down_blocks\\.",
                    "^conv_in\\."),
            Kind.of(say("a VAE"), "^encoder\\.down_blocks\\.", "^decoder\\.up_blocks\\."),
            Kind.of(say("a VAE in the original naming"), "encoder\\.down\\.", "decoder\\.up\\."),
            Kind.of(
                    say("a small VAE for previews (TAESD)"),
                    "^(?:taesd_)?(?:decoder|encoder)\\.(?:layers\\.)?\\d+\\.conv\\."),
            Kind.of(say("a CLIP image encoder"), "^(?:visual|vision_model)\\."),
            Kind.of(say("a CLIP text encoder"), "encoder\\.layers\\.", "token_embedding"),
            Kind.of(say("a T5 text encoder"), "encoder\\.block\\.\\d+\\.layer\\."),
            Kind.of(say("a program that enlarges pictures (ESRGAN)"), "^model\\.1\\.sub\\.|^body\\.\\d+\\.rdb1\\."),
            Kind.of(say("a textual inversion embedding"), "^(?:emb_params|string_to_param\\..*)$"),
            Kind.of(say("a textual inversion embedding for Stable Diffusion XL"), "^clip_l$", "^clip_g$"));

    /**
     * Tells a file's kind.
     *
     * @param tensors what its header says, by name
     * @return its kind, or empty if it is none that is known here
     */
    public static Optional<ModelFileKind> of(Map<String, TensorInfo> tensors) {
        Set<String> names = tensors.keySet();
        return KINDS.stream()
                .filter(kind -> kind.fits(names))
                .findFirst()
                .map(kind -> kind.role == Role.OTHER ? new ModelFileKind(kind.name, false) : withUnet(kind, tensors))
                .or(() -> embedding(tensors.values()));
    }

    /** What the shapes add to the name of a file with a UNet in it. */
    private static ModelFileKind withUnet(Kind kind, Map<String, TensorInfo> tensors) {
        List<Words> more = new ArrayList<>();
        boolean sd2 = second(tensors, CROSS_ATTENTION).stream().anyMatch(width -> width == SD2_CONTEXT);
        if (sd2 && !kind.name.toString().contains(SD2)) {
            more.add(Words.text(SD2));
        }
        second(tensors, FIRST_CONVOLUTION).flatMap(OtherUnet::purpose).ifPresent(more::add);
        if (tensors.keySet().stream().noneMatch(MIDDLE.asMatchPredicate())) {
            more.add(say("a cut-down model (such as {0})", OtherUnet.CUT_DOWN));
        }
        return more.isEmpty()
                ? new ModelFileKind(kind.name, kind.role == Role.OURS)
                : new ModelFileKind(say("{0}, {1}", kind.name, Words.joined(", ", more)), false);
    }

    /** The number of columns, or of input channels, of a weight. */
    private static Optional<Long> second(Map<String, TensorInfo> tensors, Pattern name) {
        return tensors.values().stream()
                .filter(info ->
                        name.matcher(info.name()).matches() && info.shape().size() > 1)
                .map(info -> info.shape().get(1))
                .findFirst();
    }

    /** Diffusers saves an embedding under its own word: a row or a few of the width of a text encoder. */
    private static Optional<ModelFileKind> embedding(Collection<TensorInfo> tensors) {
        boolean fits = !tensors.isEmpty()
                && tensors.size() <= 2
                && tensors.stream()
                        .map(TensorInfo::shape)
                        .allMatch(shape -> !shape.isEmpty()
                                && shape.size() <= 2
                                && Set.of(768L, SD2_CONTEXT, 1280L).contains(shape.get(shape.size() - 1)));
        return fits ? Optional.of(new ModelFileKind(say("a textual inversion embedding"), false)) : Optional.empty();
    }
}
