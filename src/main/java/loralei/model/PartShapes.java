package loralei.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import loralei.config.UserError;
import loralei.text.Message;

/**
 * The hyper-parameters of a part that has no {@code config.json}, told by the shapes of its tensors; written as diffusers
 * and transformers would write them, so that they are read and checked as those of a folder.
 *
 * <p>No shape tells how many heads an attention has, nor how many groups a norm. Those of the released models, by their
 * widths, are known. Networks of other widths are taken for small ones that programs are tested with: two heads in SD1.5
 * and in text encoders, heads of 16 channels in SDXL, and four groups.
 */
final class PartShapes {
    private static final int RELEASED_GROUPS = 32;
    private static final int SMALL_GROUPS = 4;
    private static final int RELEASED_TEXT_HEAD = 64;
    private static final int SMALL_HEADS = 2;
    private static final int SMALL_XL_HEAD = 16;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Path file;
    private final Map<String, List<Long>> shapes;

    /**
     * Takes what a header says.
     *
     * @param file for messages
     * @param shapes of the part's tensors, by diffusers' names
     */
    PartShapes(Path file, Map<String, List<Long>> shapes) {
        this.file = file;
        this.shapes = shapes;
    }

    private long size(String tensor, int axis) {
        List<Long> shape = shapes.getOrDefault(tensor, List.of());
        if (shape.size() <= axis) {
            throw UserError.request(
                    Message.of(shape.isEmpty() ? "onefile.lacks" : "onefile.wrongAxes", file, tensor),
                    Message.of("model.getFileAgain"));
        }
        return shape.get(axis);
    }

    /** How many there are, counted from 0 on without a gap. */
    private int count(IntFunction<String> tensor) {
        return (int) IntStream.iterate(0, i -> i + 1)
                .takeWhile(i -> shapes.containsKey(tensor.apply(i)))
                .count();
    }

    private static ArrayNode array(List<? extends Number> numbers) {
        ArrayNode array = JSON.arrayNode();
        numbers.forEach(number -> array.add(number.longValue()));
        return array;
    }

    private static int groups(List<Long> widths) {
        return widths.stream().allMatch(width -> width % RELEASED_GROUPS == 0) ? RELEASED_GROUPS : SMALL_GROUPS;
    }

    private ConfigFile config(ObjectNode json) {
        return ConfigFile.of(file, json);
    }

    /** Whether the UNet has the widths of a released model, so that its heads are known. */
    boolean isUnetReleased() {
        return family().unet().channels().stream()
                .map(Integer::longValue)
                .toList()
                .equals(unetWidths());
    }

    /** The family that the UNet belongs to, if to any. */
    ModelFamily family() {
        boolean added = shapes.containsKey("add_embedding.linear_1.weight");
        return ModelFamily.ALL.stream()
                .filter(row -> row.unet().hasAddedConditioning() == added)
                .findFirst()
                .orElseThrow();
    }

    private List<Long> unetWidths() {
        List<Long> widths = new ArrayList<>();
        int levels = Math.max(1, count(level -> "down_blocks." + level + ".resnets.0.conv1.weight"));
        for (int level = 0; level < levels; level++) {
            widths.add(size("down_blocks." + level + ".resnets.0.conv1.weight", 0));
        }
        return widths;
    }

    /**
     * Those of a UNet.
     *
     * @param pooled the width of the pooled text that it is given beside the prompt, if it is given any
     */
    ConfigFile unet(long pooled) {
        List<Long> widths = unetWidths();
        int layers = count(layer -> "down_blocks.0.resnets." + layer + ".conv1.weight");
        List<Integer> depths = new ArrayList<>();
        ArrayNode down = JSON.arrayNode();
        ArrayNode up = JSON.arrayNode();
        for (int level = 0; level < widths.size(); level++) {
            int depth = depth("down_blocks." + level + ".attentions.0");
            down.add(depth > 0 ? "CrossAttnDownBlock2D" : "DownBlock2D");
            depths.add(Math.max(1, depth));
        }
        int middle = depth("mid_block.attentions.0");
        depths.set(depths.size() - 1, Math.max(depths.get(depths.size() - 1), middle));
        int ups = count(level -> "up_blocks." + level + ".resnets.0.conv1.weight");
        for (int level = 0; level < ups; level++) {
            up.add(depth("up_blocks." + level + ".attentions.0") > 0 ? "CrossAttnUpBlock2D" : "UpBlock2D");
        }
        ObjectNode json = JSON.objectNode()
                .put("_class_name", "UNet2DConditionModel")
                .put("in_channels", size("conv_in.weight", 1))
                .put("out_channels", size("conv_out.weight", 0))
                .put("mid_block_type", middle > 0 ? "UNetMidBlock2DCrossAttn" : "UNetMidBlock2D")
                .put("layers_per_block", layers)
                .put("norm_num_groups", groups(widths))
                .put("use_linear_projection", isLinear())
                .put("cross_attention_dim", contextSize());
        json.set("block_out_channels", array(widths));
        json.set("down_block_types", down);
        json.set("up_block_types", up);
        json.set("transformer_layers_per_block", array(depths));
        json.set("attention_head_dim", array(heads(widths)));
        if (family().unet().hasAddedConditioning()) {
            long added = size("add_embedding.linear_1.weight", 1);
            json.put("addition_embed_type", "text_time")
                    .put("addition_time_embed_dim", Math.max(0, added - pooled) / UnetConfig.TIME_IDS)
                    .put("projection_class_embeddings_input_dim", added);
        }
        return config(json);
    }

    private int depth(String attention) {
        return count(block -> attention + ".transformer_blocks." + block + ".attn2.to_k.weight");
    }

    private List<? extends Number> heads(List<Long> widths) {
        if (isUnetReleased()) {
            return family().unet().heads();
        }
        return family().unet().hasAddedConditioning()
                ? widths.stream()
                        .map(width -> Math.max(1, width / SMALL_XL_HEAD))
                        .toList()
                : Collections.nCopies(widths.size(), SMALL_HEADS);
    }

    private String firstAttention(String layer) {
        return shapes.keySet().stream()
                .filter(name -> name.endsWith(layer))
                .min(String::compareTo)
                .orElse("mid_block.attentions.0" + layer);
    }

    private boolean isLinear() {
        String name = firstAttention(".proj_in.weight");
        return size(name, 1) > 0 && shapes.get(name).size() == 2;
    }

    private long contextSize() {
        return size(firstAttention(".transformer_blocks.0.attn2.to_k.weight"), 1);
    }

    /** Those of a VAE, which does not tell the scale of its latents. */
    ConfigFile vae(double scale) {
        List<Long> widths = new ArrayList<>();
        int levels = count(level -> "encoder.down_blocks." + level + ".resnets.0.conv1.weight");
        for (int level = 0; level < Math.max(1, levels); level++) {
            widths.add(size("encoder.down_blocks." + level + ".resnets.0.conv1.weight", 0));
        }
        ObjectNode json = JSON.objectNode()
                .put("_class_name", "AutoencoderKL")
                .put("in_channels", size("encoder.conv_in.weight", 1))
                .put("out_channels", size("decoder.conv_out.weight", 0))
                .put("latent_channels", size("decoder.conv_in.weight", 1))
                .put("layers_per_block", count(layer -> "encoder.down_blocks.0.resnets." + layer + ".conv1.weight"))
                .put("norm_num_groups", groups(widths))
                .put("scaling_factor", scale)
                .put("use_quant_conv", shapes.containsKey("quant_conv.weight"))
                .put("use_post_quant_conv", shapes.containsKey("post_quant_conv.weight"))
                .put("mid_block_add_attention", shapes.containsKey("encoder.mid_block.attentions.0.to_q.weight"));
        json.set("block_out_channels", array(widths));
        return config(json);
    }

    /**
     * Those of a text encoder.
     *
     * @param open whether it is OpenCLIP's, which is computed with another activation
     */
    ConfigFile text(boolean open) {
        String embeddings = "text_model.embeddings.";
        long width = size(embeddings + "token_embedding.weight", 1);
        return config(JSON.objectNode()
                .put("vocab_size", size(embeddings + "token_embedding.weight", 0))
                .put("max_position_embeddings", size(embeddings + "position_embedding.weight", 0))
                .put("hidden_size", width)
                .put("intermediate_size", size("text_model.encoder.layers.0.mlp.fc1.weight", 0))
                .put("num_hidden_layers", count(layer -> "text_model.encoder.layers." + layer + ".mlp.fc1.weight"))
                .put("num_attention_heads", width % RELEASED_TEXT_HEAD == 0 ? width / RELEASED_TEXT_HEAD : SMALL_HEADS)
                .put("hidden_act", open ? "gelu" : "quick_gelu")
                .put("projection_dim", projection().orElse(width)));
    }

    /** The width of the pooled text, if this is a text encoder with a projection. */
    Optional<Long> projection() {
        return shapes.containsKey("text_projection.weight")
                ? Optional.of(size("text_projection.weight", 0))
                : Optional.empty();
    }
}
