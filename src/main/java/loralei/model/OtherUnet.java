package loralei.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import loralei.config.UserError;
import loralei.text.Message;

/**
 * Models in the diffusers layout with a UNet that is not that of SD1.5 or SDXL, known by what they are. Several would
 * build and train, and give a LoRA that fits nothing.
 */
final class OtherUnet {
    /** The best known ones. */
    static final String CUT_DOWN = "SSD-1B, Segmind Vega, small-sd, BK-SDM";

    static final Message ANOTHER = Message.of("model.chooseOther");
    private static final Message ITS_ORIGIN = Message.of("model.trainOnOrigin");
    private static final Message THE_WHOLE = Message.of("model.trainOnWhole");

    private static final int SD2_CONTEXT = 1024;
    private static final int SD15_CONTEXT = 768;
    private static final int LAYERS_PER_BLOCK = 2;
    private static final int REFINER_TIME_IDS = 5;
    private static final String UNET_CLASS = "UNet2DConditionModel";
    private static final String WITH_ATTENTION = "CrossAttn";

    /** A kind of model, and how it is recognised. */
    private record Kind(Message name, Message remedy, Predicate<OtherUnet> isIt) {}

    private static final List<Kind> KINDS = List.of(
            new Kind(Message.of("model.refiner"), Message.of("model.trainOnBase"), OtherUnet::isRefiner),
            new Kind(Message.of("model.ofKind", "Stable Diffusion 2.x"), ANOTHER, OtherUnet::isSd2),
            new Kind(Message.of("model.lcm"), ITS_ORIGIN, model -> model.unet.has("time_cond_proj_dim")),
            new Kind(Message.of("kind.cutDown", CUT_DOWN), THE_WHOLE, OtherUnet::isCutDown));

    private final ConfigFile unet;
    private final ConfigFile index;
    private final Path folder;

    private OtherUnet(Path folder) {
        this.folder = folder;
        this.unet = ConfigFile.read(folder.resolve("unet/config.json"));
        this.index = ConfigFile.readIfSound(folder.resolve("model_index.json"));
    }

    /** Fails, naming the model, if it is one of these kinds. */
    static void refuse(Path folder) {
        OtherUnet model = new OtherUnet(folder);
        Optional<String> pipeline =
                PipelineName.other(model.index.string("_class_name", "")).or(model::otherClass);
        if (pipeline.isPresent()) {
            throw refused(folder, Message.of("model.ofKind", pipeline.get()), ANOTHER);
        }
        List<Kind> kinds = KINDS.stream().filter(kind -> kind.isIt.test(model)).toList();
        Optional<Message> purpose = Optional.of(model.unet.node("in_channels"))
                .filter(JsonNode::isIntegralNumber)
                .flatMap(channels -> purpose(channels.longValue()));
        if (purpose.isPresent()) {
            throw refused(
                    folder,
                    kinds.isEmpty() ? purpose.get() : Message.of("shared.list", kinds.get(0).name, purpose.get()),
                    kinds.isEmpty() ? ITS_ORIGIN : ANOTHER);
        }
        if (!kinds.isEmpty()) {
            throw refused(folder, kinds.get(0).name, kinds.get(0).remedy);
        }
        model.refuseOtherTextEncoders();
    }

    /** What the UNet's own class says, where it is none of text to image. */
    private Optional<String> otherClass() {
        String name = unet.string("_class_name", UNET_CLASS);
        return name.endsWith(UNET_CLASS)
                ? Optional.empty()
                : Optional.of(PipelineName.other(name).orElse(name));
    }

    /** That a base model cannot be trained for what it is. */
    static UserError refused(Path folder, Message kind, Message remedy) {
        return UserError.request(Message.of("model.otherKind", folder, kind), remedy);
    }

    /** What a UNet is for that takes more than the four channels of the latents. */
    static Optional<Message> purpose(long channels) {
        return switch ((int) channels) {
            case 4 -> Optional.empty();
            case 9 -> Optional.of(Message.of("model.inpainting", channels));
            case 8 -> Optional.of(Message.of("model.editing", channels));
            case 7 -> Optional.of(Message.of("model.upscaling", channels));
            case 5 -> Optional.of(Message.of("model.depth", channels));
            default -> Optional.of(Message.of("model.channels", channels));
        };
    }

    private boolean isXl() {
        return unet.has("addition_embed_type");
    }

    private boolean isRefiner() {
        if (!isXl()) {
            return false;
        }
        ConfigFile text = ConfigFile.readIfSound(folder.resolve("text_encoder_2/config.json"));
        int beyondText = unet.node("projection_class_embeddings_input_dim").intValue()
                - text.node("projection_dim").intValue();
        boolean fiveIds = text.has("projection_dim")
                && beyondText
                        == REFINER_TIME_IDS
                                * unet.node("addition_time_embed_dim").intValue();
        boolean oneEncoder =
                text.has("hidden_size") && unet.node("cross_attention_dim").equals(text.node("hidden_size"));
        return fiveIds || oneEncoder;
    }

    /** Its text encoder is OpenCLIP's of width 1024; besides, its transformers begin with linear layers. */
    private boolean isSd2() {
        int context = unet.node("cross_attention_dim").asInt();
        boolean linear = unet.node("use_linear_projection").asBoolean();
        return !isXl() && (context == SD2_CONTEXT || (linear && context != SD15_CONTEXT));
    }

    private boolean isCutDown() {
        List<Boolean> down = isXl() ? UnetConfig.SDXL.crossAttention() : UnetConfig.SD15.crossAttention();
        List<Boolean> up = isXl() ? UnetConfig.SDXL.crossAttentionUp() : UnetConfig.SD15.crossAttentionUp();
        boolean middle = !unet.holds("mid_block_type")
                || unet.string("mid_block_type", "").contains(WITH_ATTENTION);
        boolean layers =
                !unet.holds("layers_per_block") || unet.node("layers_per_block").asInt() == LAYERS_PER_BLOCK;
        return !isRefiner()
                && !(middle
                        && layers
                        && hasDepths()
                        && attention("down_block_types").equals(down)
                        && attention("up_block_types").equals(up));
    }

    /** One depth of transformers for each level; in a model of the released width, the released ones. */
    private boolean hasDepths() {
        JsonNode depths = unet.node("transformer_layers_per_block");
        boolean nested = unet.has("reverse_transformer_layers_per_block")
                || StreamSupport.stream(depths.spliterator(), false).anyMatch(JsonNode::isArray);
        if (nested || !isXl() || !depths.isArray()) {
            return !nested;
        }
        boolean full = unet.integers("block_out_channels").equals(UnetConfig.SDXL.channels());
        List<Integer> released = UnetConfig.SDXL.depths();
        List<Integer> found = unet.integers("transformer_layers_per_block");
        return !full || found.subList(1, found.size()).equals(released.subList(1, released.size()));
    }

    private List<Boolean> attention(String key) {
        return unet.strings(key).stream()
                .map(block -> block.contains(WITH_ATTENTION))
                .toList();
    }

    private void refuseOtherTextEncoders() {
        for (String part : List.of("text_encoder", "text_encoder_2")) {
            JsonNode classes = ConfigFile.readIfSound(folder.resolve(part).resolve("config.json"))
                    .node("architectures");
            for (JsonNode name : classes) {
                if (!name.asText().startsWith("CLIPText")) {
                    throw refused(folder, Message.of("model.otherEncoder", name.asText()), ANOTHER);
                }
            }
        }
    }
}
