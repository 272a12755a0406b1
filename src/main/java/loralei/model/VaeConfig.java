package loralei.model;

import java.nio.file.Path;
import java.util.List;
import loralei.text.Message;

/**
 * The hyper-parameters of an AutoencoderKL.
 *
 * @param channels the width of each level, from the largest picture down
 * @param layersPerBlock residual blocks of a level of the encoder; the decoder has one more
 * @param latentChannels channels of the latents
 * @param normGroups groups of each group norm
 * @param scalingFactor what latents are multiplied by before they go to the UNet
 * @param shiftFactor what is subtracted from them before that
 * @param quantConv whether a 1x1 convolution follows the encoder
 * @param postQuantConv whether a 1x1 convolution precedes the decoder
 */
public record VaeConfig(
        List<Integer> channels,
        int layersPerBlock,
        int latentChannels,
        int normGroups,
        double scalingFactor,
        double shiftFactor,
        boolean quantConv,
        boolean postQuantConv) {

    /** Reads and checks {@code vae/config.json}. */
    public static VaeConfig read(Path file) {
        ConfigFile json = ConfigFile.read(file);
        json.only("_class_name", "AutoencoderKL");
        json.only("in_channels", "3");
        json.only("out_channels", "3");
        json.only("latent_channels", "4");
        json.only("act_fn", "silu", "swish");
        json.only("mid_block_add_attention", "true");
        json.only("latents_mean");
        json.only("latents_std");
        VaeConfig config = new VaeConfig(
                json.integers("block_out_channels"),
                json.integer("layers_per_block", 1),
                json.integer("latent_channels", 4),
                json.integer("norm_num_groups", 32),
                json.number("scaling_factor", 0.18215),
                json.number("shift_factor", 0),
                json.flag("use_quant_conv", true),
                json.flag("use_post_quant_conv", true));
        for (int width : config.channels) {
            if (width % config.normGroups != 0) {
                throw json.wrong("norm_num_groups", Message.of("model.doesNotDivide", width));
            }
        }
        return config;
    }

    /** How many pixels one latent stands for, along each side. */
    public int downscale() {
        return 1 << (channels.size() - 1);
    }
}
