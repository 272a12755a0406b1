package loralei.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import loralei.safetensors.TensorInfo;
import loralei.text.Message;

/**
 * What a safetensors file is that holds a model or a part of one, told by its header.
 *
 * @param name for people, such as "a VAE"
 * @param isOurs whether it is a whole base model of a family that is trained here
 */
public record ModelFileKind(Message name, boolean isOurs) {
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
    private record Kind(Message name, Role role, List<Pattern> patterns) {
        static Kind of(Message name, String... patterns) {
            return new Kind(name, Role.OTHER, compiled(patterns));
        }

        static Kind unet(Message name, String... patterns) {
            return new Kind(name, Role.UNET, compiled(patterns));
        }

        static Kind ours(String family, String... patterns) {
            return new Kind(Message.of("kind.oneFile", family), Role.OURS, compiled(patterns));
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
            Kind.of(Message.of("kind.lora"), "lora_(?:down|up|A|B)\\.|[._]lora\\.(?:down|up)\\."),
            Kind.of(Message.of("kind.baseModel", "FLUX"), "(?:^|\\.)double_blocks\\."),
            Kind.of(Message.of("kind.baseModel", "FLUX"), "(?:^|\\.)single_transformer_blocks\\."),
            Kind.of(Message.of("kind.baseModel", "Stable Diffusion 3"), "(?:^|\\.)joint_blocks\\."),
            Kind.of(Message.of("kind.baseModel", "Stable Diffusion 3"), "^transformer_blocks\\.0\\.attn\\.add_k_proj"),
            Kind.of(Message.of("kind.baseModel", "AuraFlow"), "(?:^|\\.)double_layers\\."),
            Kind.of(Message.of("kind.baseModel", "PixArt"), "(?:^|\\.)(?:t_block|adaln_single)\\."),
            Kind.of(Message.of("kind.baseModel", "Stable Cascade"), "(?:^|\\.)clip_(?:txt_)?mapper\\."),
            Kind.of(Message.of("kind.controlNet"), "controlnet_cond_embedding\\."),
            Kind.of(Message.of("kind.controlNet"), "control_model\\."),
            Kind.of(Message.of("kind.controlNet"), "^lora_controlnet"),
            Kind.of(Message.of("kind.ipAdapter"), "^image_proj\\.|\\.to_[kv]_ip\\."),
            Kind.of(Message.of("kind.t2iAdapter"), "^(?:adapter\\.)?body\\.\\d+\\.(?:resnets|block1|in_conv)"),
            Kind.of(Message.of("kind.motion"), "\\.motion_modules\\."),
            Kind.of(Message.of("kind.baseModel", "Playground v2.5 (EDM)"), UNET, "^edm_mean"),
            Kind.of(Message.of("kind.baseModel", "CosXL (EDM)"), UNET, "^edm_vpred\\."),
            Kind.ours(XL, UNET, "conditioner\\.embedders\\.0\\.transformer\\.", "conditioner\\.embedders\\.1\\."),
            Kind.of(Message.of("kind.refinerFile"), UNET, "conditioner\\.embedders\\.0\\.model\\."),
            Kind.ours("Stable Diffusion 1.x", UNET, "cond_stage_model\\.transformer\\."),
            Kind.unet(Message.of("kind.oneFile", SD2), UNET, "cond_stage_model\\.model\\."),
            Kind.unet(Message.of("kind.originalUnet"), UNET),
            Kind.unet(Message.of("kind.unetOf", XL), "^add_embedding\\.linear_1\\.", "^down_blocks\\.", "^conv_in\\."),
            Kind.unet(Message.of("kind.unet"), "^time_embedding\\.linear_1\\.", "^down_blocks\\.", "^conv_in\\."),
            Kind.of(Message.of("kind.vae"), "^encoder\\.down_blocks\\.", "^decoder\\.up_blocks\\."),
            Kind.of(Message.of("kind.originalVae"), "encoder\\.down\\.", "decoder\\.up\\."),
            Kind.of(Message.of("kind.smallVae"), "^(?:taesd_)?(?:decoder|encoder)\\.(?:layers\\.)?\\d+\\.conv\\."),
            Kind.of(Message.of("kind.imageEncoder"), "^(?:visual|vision_model)\\."),
            Kind.of(Message.of("kind.textEncoder"), "encoder\\.layers\\.", "token_embedding"),
            Kind.of(Message.of("kind.t5"), "encoder\\.block\\.\\d+\\.layer\\."),
            Kind.of(Message.of("kind.upscaler"), "^model\\.1\\.sub\\.|^body\\.\\d+\\.rdb1\\."),
            Kind.of(Message.of("kind.embedding"), "^(?:emb_params|string_to_param\\..*)$"),
            Kind.of(Message.of("kind.xlEmbedding"), "^clip_l$", "^clip_g$"));

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
        List<Message> more = new ArrayList<>();
        boolean sd2 = second(tensors, CROSS_ATTENTION).stream().anyMatch(width -> width == SD2_CONTEXT);
        if (sd2 && !kind.name.toString().contains(SD2)) {
            more.add(Message.text(SD2));
        }
        second(tensors, FIRST_CONVOLUTION).flatMap(OtherUnet::purpose).ifPresent(more::add);
        if (tensors.keySet().stream().noneMatch(MIDDLE.asMatchPredicate())) {
            more.add(Message.of("kind.cutDown", OtherUnet.CUT_DOWN));
        }
        return more.isEmpty()
                ? new ModelFileKind(kind.name, kind.role == Role.OURS)
                : new ModelFileKind(Message.of("shared.list", kind.name, Message.joined(", ", more)), false);
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
        return fits ? Optional.of(new ModelFileKind(Message.of("kind.embedding"), false)) : Optional.empty();
    }
}
