package loralei.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import loralei.config.Family;
import loralei.config.UserError;
import loralei.text.Message;

/**
 * Models in the diffusers layout with a UNet that is not that of any family here. Several would build and train, and
 * give a LoRA that fits nothing: they are known by what they are, and others told by where they differ.
 */
final class OtherUnet {
    /** The best known ones. */
    static final String CUT_DOWN = "SSD-1B, Segmind Vega, small-sd, BK-SDM";

    static final Message ANOTHER = Message.of("model.chooseOther");
    private static final Message ITS_ORIGIN = Message.of("model.trainOnOrigin");
    private static final Message THE_WHOLE = Message.of("model.trainOnWhole");

    private static final int SD2_CONTEXT = 1024;
    private static final int REFINER_TIME_IDS = 5;
    private static final String UNET_CLASS = "UNet2DConditionModel";
    private static final String DEPTHS = "transformer_layers_per_block";
    private static final String SECOND_ENCODER = "text_encoder_2";
    private static final String WITH_ATTENTION = "CrossAttn";

    /** A kind of model, and how it is recognised. */
    private record Kind(Message name, Message remedy, Predicate<OtherUnet> isIt) {}

    /**
     * Something of the UNet that is otherwise in a family.
     *
     * @param isLess whether the family has more of it
     */
    private record Difference(Family family, String key, Object expected, boolean isLess) {}

    private static final List<Kind> KINDS = List.of(
            new Kind(Message.of("model.refiner"), Message.of("model.trainOnBase"), OtherUnet::isRefiner),
            new Kind(Message.of("model.ofKind", "Stable Diffusion 2.x"), ANOTHER, OtherUnet::isSd2),
            new Kind(Message.of("model.lcm"), ITS_ORIGIN, model -> model.unet.has("time_cond_proj_dim")),
            new Kind(Message.of("kind.cutDown", CUT_DOWN), THE_WHOLE, OtherUnet::isCutDown));

    private final ConfigFile unet;
    private final ConfigFile index;
    private final ModelSource source;

    private OtherUnet(ModelSource source) {
        this.source = source;
        this.unet = source.unet().config();
        this.index = source.index();
    }

    /** Fails, naming the model, if it is one of these kinds. */
    static void refuse(ModelSource source) {
        OtherUnet model = new OtherUnet(source);
        Path folder = source.place();
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
        model.differences().stream().filter(one -> !one.isLess).findFirst().ifPresent(one -> {
            Message kind =
                    Message.of("model.otherShape", one.key, model.unet.node(one.key), one.family.label(), one.expected);
            throw refused(folder, kind, ANOTHER);
        });
        model.refuseOtherTextEncoders(folder);
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
        ConfigFile text = source.textConfigIfSound(SECOND_ENCODER);
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
        boolean ours = ModelFamily.ALL.stream().anyMatch(row -> row.unet().contextSize() == context);
        return !isXl() && (context == SD2_CONTEXT || (linear && !ours));
    }

    private boolean isCutDown() {
        List<Difference> differences = differences();
        return !isRefiner() && !differences.isEmpty() && differences.stream().allMatch(Difference::isLess);
    }

    /** Where it is not built like the released UNet of the family that it is most like. */
    private List<Difference> differences() {
        return ModelFamily.ALL.stream()
                .filter(row -> row.unet().hasAddedConditioning() == isXl())
                .map(this::differencesFrom)
                .min(Comparator.comparing(List::size))
                .orElse(List.of());
    }

    private List<Difference> differencesFrom(ModelFamily row) {
        UnetConfig released = row.unet();
        List<Difference> found = new ArrayList<>();
        compareBlocks(row, "down_block_types", "DownBlock2D", released.crossAttention(), found);
        compareBlocks(row, "up_block_types", "UpBlock2D", released.crossAttentionUp(), found);
        if (unet.holds("mid_block_type") && !unet.string("mid_block_type", "").contains(WITH_ATTENTION)) {
            found.add(new Difference(row.family(), "mid_block_type", WITH_ATTENTION, true));
        }
        int layers = unet.node("layers_per_block").asInt();
        if (unet.holds("layers_per_block") && layers != released.layersPerBlock()) {
            boolean less = layers < released.layersPerBlock();
            found.add(new Difference(row.family(), "layers_per_block", released.layersPerBlock(), less));
        }
        compareDepths(row, found);
        return found;
    }

    private void compareBlocks(
            ModelFamily row, String key, String block, List<Boolean> expected, List<Difference> found) {
        List<Boolean> attention = unet.strings(key).stream()
                .map(name -> name.contains(WITH_ATTENTION))
                .toList();
        if (!attention.equals(expected)) {
            boolean less = attention.size() == expected.size()
                    && IntStream.range(0, expected.size()).allMatch(i -> expected.get(i) || !attention.get(i));
            List<String> blocks = expected.stream()
                    .map(with -> with ? WITH_ATTENTION + block : block)
                    .toList();
            found.add(new Difference(row.family(), key, blocks, less));
        }
    }

    /** One depth of transformers for each level; in a model of the released width, the released ones. */
    private void compareDepths(ModelFamily row, List<Difference> found) {
        List<Integer> released = row.unet().depths();
        JsonNode depths = unet.node(DEPTHS);
        boolean nested = unet.has("reverse_transformer_layers_per_block")
                || StreamSupport.stream(depths.spliterator(), false).anyMatch(JsonNode::isArray);
        if (nested) {
            found.add(new Difference(row.family(), DEPTHS, released, true));
        } else if (isXl()
                && depths.isArray()
                && unet.integers("block_out_channels").equals(row.unet().channels())) {
            List<Integer> here = unet.integers(DEPTHS);
            List<Integer> wanted = released.subList(1, released.size()); // the first level has no transformers
            if (!here.subList(1, here.size()).equals(wanted)) {
                boolean less = here.size() == released.size()
                        && IntStream.range(1, here.size()).allMatch(i -> here.get(i) <= released.get(i));
                found.add(new Difference(row.family(), DEPTHS, released, less));
            }
        }
    }

    private void refuseOtherTextEncoders(Path folder) {
        for (String part : List.of("text_encoder", SECOND_ENCODER)) {
            JsonNode classes = source.textConfigIfSound(part).node("architectures");
            for (JsonNode name : classes) {
                if (!name.asText().startsWith("CLIPText")) {
                    throw refused(folder, Message.of("model.otherEncoder", name.asText()), ANOTHER);
                }
            }
        }
    }
}
