package loralei.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import loralei.safetensors.SafetensorsFile;
import loralei.safetensors.TensorInfo;
import loralei.text.Message;

/**
 * What a safetensors file is that holds a model or a part of one, told by its header.
 *
 * @param name for people, such as "a VAE"
 * @param isOurs whether it is a base model of a family that is trained here, or the UNet of one
 */
public record ModelFileKind(Message name, boolean isOurs) {
    static final String SAFETENSORS = ".safetensors";

    private static final String UNET = "model\\.diffusion_model\\.";
    private static final String ORIGINAL = "^(?:(?:model\\.)?diffusion_model\\.)?";
    private static final String SD2 = "Stable Diffusion 2.x";
    private static final String XL = "Stable Diffusion XL";

    /** Text of this width goes into Stable Diffusion 2.x only. */
    private static final long SD2_CONTEXT = 1024;

    /** And of this one into the refiner. */
    private static final long REFINER_CONTEXT = 1280;

    private static final Pattern CROSS_ATTENTION = Pattern.compile(".*attn2\\.to_k\\.weight");
    private static final Pattern FIRST_CONVOLUTION =
            Pattern.compile(ORIGINAL + "(?:input_blocks\\.0\\.0|conv_in)\\.weight");
    private static final Pattern MIDDLE =
            Pattern.compile(ORIGINAL + "(?:middle_block\\.1|mid_block\\.attentions)\\..*");

    /** Layers that are numbered through have the same names: it is enough to look at the first few. */
    private static final Pattern HIGH_NUMBER = Pattern.compile("(?<=\\.)(?:[3-9]|\\d{2,})(?=\\.)");

    /** How far a file goes. */
    private enum Role {
        /** Nothing with a UNet of Stable Diffusion's. */
        OTHER,
        /** With such a UNet in it, whose shapes tell more. */
        UNET,
        /** A base model of a family that is trained here, or its UNet, unless the shapes say otherwise. */
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

        static Kind ours(Message name, String... patterns) {
            return new Kind(name, Role.OURS, compiled(patterns));
        }

        static Kind model(String title, String... patterns) {
            return of(Message.of("kind.baseModel", title), patterns);
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
            Kind.of(Message.of("kind.controlNet"), "controlnet_cond_embedding\\."),
            Kind.of(Message.of("kind.controlNet"), "control_model\\."),
            Kind.of(Message.of("kind.controlNet"), "^lora_controlnet"),
            Kind.of(Message.of("kind.ipAdapter"), "^image_proj\\.|\\.to_[kv]_ip\\."),
            Kind.of(Message.of("kind.t2iAdapter"), "^(?:adapter\\.)?body\\.\\d+\\.(?:resnets|block1|in_conv)"),
            Kind.of(Message.of("kind.motion"), "\\.motion_modules\\."),
            Kind.model("Chroma", "(?:^|\\.)distilled_guidance_layer\\."),
            Kind.model("HunyuanVideo", "(?:^|\\.)txt_in\\.individual_token_refiner\\."),
            Kind.model("FLUX.2", "(?:^|\\.)single_stream_modulation\\.lin\\."),
            Kind.model("FLUX", "(?:^|\\.)double_blocks\\."),
            Kind.model("FLUX", "(?:^|\\.)single_transformer_blocks\\."),
            Kind.model("HiDream", "(?:^|\\.)double_stream_blocks\\."),
            Kind.model("Stable Diffusion 3", "(?:^|\\.)joint_blocks\\."),
            Kind.model("Qwen-Image", "(?:^|\\.)transformer_blocks\\.0\\.img_mlp\\.", "(?:^|\\.)txt_norm\\."),
            Kind.model("Stable Diffusion 3", "^transformer_blocks\\.0\\.attn\\.add_k_proj"),
            Kind.model("AuraFlow", "(?:^|\\.)double_layers\\."),
            Kind.model("LTX-Video", "(?:^|\\.)patchify_proj\\.", "(?:^|\\.)scale_shift_table$"),
            Kind.model("Hunyuan-DiT", "(?:^|\\.)blocks\\.0\\.default_modulation\\."),
            Kind.model("PixArt", "(?:^|\\.)(?:t_block|adaln_single)\\."),
            Kind.model("Sana", "(?:^|\\.)blocks\\.0\\.cross_attn\\.q_linear\\."),
            Kind.model("Lumina", "(?:^|\\.)cap_embedder\\."),
            Kind.model("Wan", "(?:^|\\.)head\\.modulation$"),
            Kind.model("Mochi", "(?:^|\\.)blocks\\.0\\.attn\\.qkv_x\\."),
            Kind.model("Cosmos", "^net\\.x_embedder\\.proj\\."),
            Kind.model("Stable Cascade", "(?:^|\\.)(?:clip_txt_mapper|pixels_mapper)\\."),
            Kind.model("Würstchen", "(?:^|\\.)(?:cond_mapper|effnet_mappers?|clip_mapper)\\."),
            Kind.model("Kolors", "^encoder_hid_proj\\.", "^add_embedding\\.linear_1\\."),
            Kind.model("Kandinsky", "^encoder_hid_proj\\.|^add_embedding\\.image_"),
            Kind.model("Stable Video Diffusion", "(?:^|\\.)(?:time_stack|time_mixer|temporal_transformer_blocks)\\."),
            Kind.model("Playground v2.5 (EDM)", UNET, "^edm_mean"),
            Kind.model("CosXL (EDM)", UNET, "^edm_vpred\\."),
            Kind.ours(
                    Message.of("kind.oneFile", XL),
                    UNET,
                    "conditioner\\.embedders\\.0\\.transformer\\.",
                    "conditioner\\.embedders\\.1\\."),
            Kind.of(Message.of("kind.refinerFile"), UNET, "conditioner\\.embedders\\.0\\.model\\."),
            Kind.ours(Message.of("kind.oneFile", "Stable Diffusion 1.x"), UNET, "cond_stage_model\\.transformer\\."),
            Kind.unet(Message.of("kind.oneFile", SD2), UNET, "cond_stage_model\\.model\\."),
            Kind.ours(Message.of("kind.originalUnetOf", XL), ORIGINAL + "output_blocks\\.", ORIGINAL + "label_emb\\."),
            Kind.ours(Message.of("kind.originalUnet"), ORIGINAL + "output_blocks\\.", ORIGINAL + "input_blocks\\.0\\."),
            Kind.unet(Message.of("kind.originalUnet"), UNET),
            Kind.ours(
                    Message.of("kind.unetOf", XL), "^add_embedding\\.linear_1\\.", "^down_blocks\\.", "^up_blocks\\."),
            Kind.ours(Message.of("kind.unet"), "^time_embedding\\.linear_1\\.", "^down_blocks\\.", "^conv_in\\."),
            Kind.of(Message.of("kind.vae"), "^encoder\\.down_blocks\\.", "^decoder\\.up_blocks\\."),
            Kind.of(Message.of("kind.originalVae"), "encoder\\.down\\.", "decoder\\.up\\."),
            Kind.of(Message.of("kind.smallVae"), "^(?:taesd_)?(?:decoder|encoder)\\.(?:layers\\.)?\\d+\\.conv\\."),
            Kind.of(Message.of("kind.imageEncoder"), "^(?:visual|vision_model)\\."),
            Kind.of(
                    Message.of("kind.textEncoder"),
                    "encoder\\.layers\\.|transformer\\.resblocks\\.",
                    "token_embedding"),
            Kind.of(Message.of("kind.t5"), "encoder\\.block\\.\\d+\\.layer\\."),
            Kind.of(
                    Message.of("kind.languageModel"),
                    "(?:^|\\.)(?:layers\\.\\d+\\.(?:self_attn|mlp|linear_attn)|h\\.\\d+\\.attn|layers\\.\\d+\\.attention)\\.",
                    "(?:^|\\.)(?:embed_tokens|wte|tok_embeddings)\\."),
            Kind.of(
                    Message.of("kind.upscaler"),
                    "^model\\.1\\.sub\\.|^body\\.\\d+\\.rdb1\\.|^RRDB_trunk\\.|residual_group\\.blocks\\."),
            Kind.of(Message.of("kind.embedding"), "^(?:emb_params|string_to_param\\..*)$"),
            Kind.of(Message.of("kind.xlEmbedding"), "^clip_l$", "^clip_g$"));

    /** The kind of a file; empty also where it cannot be read. */
    public static Optional<ModelFileKind> ofFile(Path file) {
        if (!file.toString().endsWith(SAFETENSORS)) {
            return Optional.empty();
        }
        try (SafetensorsFile open = SafetensorsFile.open(file)) {
            return of(open.tensors());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Tells a file's kind.
     *
     * @param tensors what its header says, by name
     * @return its kind, or empty if it is none that is known here
     */
    public static Optional<ModelFileKind> of(Map<String, TensorInfo> tensors) {
        Set<String> names = tensors.keySet().stream()
                .map(name -> HIGH_NUMBER.matcher(name).replaceAll("2"))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return KINDS.stream()
                .filter(kind -> kind.fits(names))
                .findFirst()
                .map(kind -> kind.role == Role.OTHER ? new ModelFileKind(kind.name, false) : withUnet(kind, tensors))
                .or(() -> embedding(tensors.values()));
    }

    /** What the shapes add to the name of a file with a UNet in it. */
    private static ModelFileKind withUnet(Kind kind, Map<String, TensorInfo> tensors) {
        List<Message> more = new ArrayList<>();
        long context = second(tensors, CROSS_ATTENTION).orElse(0L);
        if (context == REFINER_CONTEXT) {
            more.add(Message.of("model.refiner"));
        }
        if (context == SD2_CONTEXT && !kind.name.toString().contains(SD2)) {
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
