package loralei.model;

import java.nio.file.Path;
import java.util.List;
import loralei.text.Message;

/**
 * The hyper-parameters of a UNet2DConditionModel, one list entry per resolution level, from the largest picture down.
 *
 * @param channels the width of each level
 * @param crossAttention whether each level has transformer blocks on the way down
 * @param crossAttentionUp the same on the way up, in the order of the way up
 * @param heads attention heads of each level (diffusers' misnamed {@code attention_head_dim})
 * @param depths transformer blocks in each stack of a level
 * @param layersPerBlock residual blocks of a level on the way down; one more on the way up
 * @param contextSize the width of the prompt's hidden states
 * @param normGroups groups of each group norm
 * @param normEps the epsilon of the residual blocks' norms
 * @param cosineFirst whether the time embedding begins with the cosines
 * @param frequencyShift diffusers' {@code freq_shift}
 * @param addedTimeSize the sinusoid's size of each SDXL time id; 0 where the model takes none
 * @param addedInputSize the width of the joined SDXL conditioning; 0 where the model takes none
 * @param linearProjection whether the layers in front of and behind the transformers are linear, not 1x1 convolutions
 */
public record UnetConfig(
        List<Integer> channels,
        List<Boolean> crossAttention,
        List<Boolean> crossAttentionUp,
        List<Integer> heads,
        List<Integer> depths,
        int layersPerBlock,
        int contextSize,
        int normGroups,
        double normEps,
        boolean cosineFirst,
        double frequencyShift,
        int addedTimeSize,
        int addedInputSize,
        boolean linearProjection) {

    /** Channels of the latents that go in and of the prediction that comes out. */
    public static final int LATENT_CHANNELS = 4;

    /** Numbers beside the prompt: original height and width, crop top and left, target height and width. */
    public static final int TIME_IDS = 6;

    /** Reads and checks {@code unet/config.json}; what an old file lacks has diffusers' default. */
    public static UnetConfig read(Path file) {
        return read(ConfigFile.read(file));
    }

    static UnetConfig read(ConfigFile json) {
        refuseOtherKinds(json);
        List<Integer> channels = json.integers("block_out_channels");
        int levels = channels.size();
        List<Boolean> down = attention(json, "down_block_types", "CrossAttnDownBlock2D", "DownBlock2D", levels);
        List<Boolean> up = attention(json, "up_block_types", "CrossAttnUpBlock2D", "UpBlock2D", levels);
        String headsKey =
                json.string("num_attention_heads", "").isEmpty() ? "attention_head_dim" : "num_attention_heads";
        boolean added = !json.string("addition_embed_type", "").isEmpty();
        UnetConfig config = new UnetConfig(
                channels,
                down,
                up,
                json.integers(headsKey, levels, 8),
                json.integers("transformer_layers_per_block", levels, 1),
                json.integer("layers_per_block", 2),
                json.integer("cross_attention_dim", 1280),
                json.integer("norm_num_groups", 32),
                json.number("norm_eps", 1e-5),
                json.flag("flip_sin_to_cos", true),
                json.number("freq_shift", 0),
                added ? json.integer("addition_time_embed_dim") : 0,
                added ? json.integer("projection_class_embeddings_input_dim") : 0,
                json.flag("use_linear_projection", false));
        for (int level = 0; level < levels; level++) {
            if (config.heads.get(level) == 0 || channels.get(level) % config.heads.get(level) != 0) {
                throw json.wrong(headsKey, Message.of("model.doesNotDivide", channels.get(level)));
            }
            if (config.normGroups == 0 || channels.get(level) % config.normGroups != 0) {
                throw json.wrong("norm_num_groups", Message.of("model.doesNotDivide", channels.get(level)));
            }
        }
        return config;
    }

    private static void refuseOtherKinds(ConfigFile json) {
        json.only("in_channels", "4");
        json.only("out_channels", "4");
        json.only("center_input_sample", "false");
        json.only("act_fn", "silu", "swish");
        json.only("mid_block_type", "UNetMidBlock2DCrossAttn");
        json.only("only_cross_attention", "false");
        json.only("dual_cross_attention", "false");
        json.only("mid_block_only_cross_attention", "false");
        json.only("class_embed_type");
        json.only("encoder_hid_dim");
        json.only("encoder_hid_dim_type");
        json.only("num_class_embeds");
        json.only("addition_embed_type", "text_time");
        json.only("resnet_time_scale_shift", "default");
        json.only("resnet_skip_time_act", "false");
        json.only("resnet_out_scale_factor", "1.0");
        json.only("mid_block_scale_factor", "1", "1.0");
        json.only("time_embedding_type", "positional");
        json.only("time_embedding_dim");
        json.only("time_embedding_act_fn");
        json.only("timestep_post_act");
        json.only("time_cond_proj_dim");
        json.only("conv_in_kernel", "3");
        json.only("conv_out_kernel", "3");
        json.only("downsample_padding", "1");
        json.only("attention_type", "default");
        json.only("cross_attention_norm");
        json.only("reverse_transformer_layers_per_block");
        json.only("class_embeddings_concat", "false");
        json.only("dropout", "0", "0.0");
    }

    private static List<Boolean> attention(ConfigFile json, String key, String with, String without, int levels) {
        List<String> types = json.strings(key);
        if (types.size() != levels) {
            throw json.wrong(key, Message.of("model.entriesForLevels", types.size(), levels));
        }
        for (String type : types) {
            if (!type.equals(with) && !type.equals(without)) {
                throw json.wrong(key, Message.of("model.unknownBlock", type));
            }
        }
        return types.stream().map(with::equals).toList();
    }

    /** The number of resolution levels. */
    public int levels() {
        return channels.size();
    }

    /** The width of the time embedding. */
    public int timeSize() {
        return 4 * channels.get(0);
    }

    /** Whether the model takes pooled text embeddings and time ids, as SDXL does. */
    public boolean hasAddedConditioning() {
        return addedInputSize > 0;
    }

    /** The width of the pooled text embeddings that it takes; 0 where it takes none. */
    public int pooledSize() {
        return addedInputSize - TIME_IDS * addedTimeSize;
    }

    /** Whether the other has transformers in the same places, and is told the same beside the prompt. */
    boolean isBuiltLike(UnetConfig other) {
        return hasAddedConditioning() == other.hasAddedConditioning()
                && crossAttention.equals(other.crossAttention)
                && crossAttentionUp.equals(other.crossAttentionUp);
    }
}
