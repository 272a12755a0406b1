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
    private static final long FP32 = 4;

    /** Values of a slice of rows in {@code vae.torchscript}, and how many of its size a convolution works with. */
    private static final long SLICE = 2_000_000;

    private static final long SLICES = 5;

    /** From so many channels on it goes by tiles: 9/4 of its values as these, as many sums, and weights that grow. */
    private static final long BY_TILES = 128;

    private static final long SLICES_BY_TILES = 12;

    /** What attention works with is so many times its input. */
    private static final long ATTENTION = 8;

    /** Reads and checks {@code vae/config.json}. */
    public static VaeConfig read(Path file) {
        return read(ConfigFile.read(file));
    }

    static VaeConfig read(ConfigFile json) {
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
            if (config.normGroups == 0 || width % config.normGroups != 0) {
                throw json.wrong("norm_num_groups", Message.of("model.doesNotDivide", width));
            }
        }
        return config;
    }

    /** How many pixels one latent stands for, along each side. */
    public int downscale() {
        return 1 << (channels.size() - 1);
    }

    /** How many places the decoder can be cut at: in front of each doubling, see {@link VaeDecoder#head}. */
    public int cuts() {
        return channels.size() - 1;
    }

    /** How many pixels a position of the activations at a cut stands for, along each side. */
    public int pixelsAtCut(int cut) {
        return downscale() >> cut;
    }

    /** How far a pixel looks beyond its own position of the activations at a cut: by 3x3 convolutions, one pixel each. */
    public int reachAtCut(int cut) {
        int reach = 1; // of the last convolution
        for (int level = cuts(); level > cut; level--) {
            reach += 2 * (layersPerBlock + 1) + 1; // two of each residual block, and the one behind the doubling
            reach = (reach + 1) / 2;
        }
        return reach;
    }

    /**
     * The most bytes that the decoder works with in fp32, in front of a cut or behind it, with what it has been given.
     *
     * @param width in pixels
     * @param height in pixels
     * @param first the level that it begins with, 0 with the middle block, others with the doubling in front of them
     * @param last the level that it ends with
     */
    public long decoderBytes(int width, int height, int first, int last) {
        long most = 0;
        for (int level = first; level <= last; level++) {
            int side = downscale() >> level;
            long positions = (long) (width / side) * (height / side);
            long in = channels.get(cuts() - Math.max(0, level - 1));
            long out = channels.get(cuts() - level);
            long middle = level == 0 ? ATTENTION * in : 0;
            long held = channels.get(cuts() - Math.max(0, level - 2)); // a level gives its output where its input lay
            long doubled = level == 0 ? 0 : held / 4 + in;
            long past = out > in ? out : 0;
            long whole = Math.max(middle, Math.max(doubled, in + out + past)) * positions;
            long slices = Math.min(in, out) < BY_TILES ? SLICES : SLICES_BY_TILES;
            most = Math.max(most, FP32 * (whole + slices * Math.min(in * positions, SLICE)));
        }
        return most;
    }

    /** The bytes of the activations at a cut, in fp32. */
    public long bytesAtCut(int width, int height, int cut) {
        long positions = (long) (width / pixelsAtCut(cut)) * (height / pixelsAtCut(cut));
        return FP32 * positions * channels.get(cuts() - cut);
    }
}
