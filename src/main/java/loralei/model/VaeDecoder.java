package loralei.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import loralei.model.WeightSource.Spec;
import loralei.torch.ComputeType;
import loralei.torch.Kernels;
import loralei.torch.Tensor;
import loralei.torch.TensorList;

/** The decoder half of AutoencoderKL: latents (B, 4, h, w), not scaled, to pixels (B, 3, 8h, 8w) around -1..1. */
public final class VaeDecoder implements AutoCloseable {
    private final List<AutoCloseable> owned = new ArrayList<>();
    private final List<UnaryOperator<Tensor>> layers = new ArrayList<>();
    private final List<Integer> cuts = new ArrayList<>();

    /** Builds the decoder from its weights, under diffusers' names. */
    public VaeDecoder(VaeConfig config, WeightSource source) {
        VaeLayers parts = new VaeLayers(config, source, layers, owned);
        List<Integer> channels = config.channels();
        int in = channels.get(channels.size() - 1);
        if (config.postQuantConv()) {
            parts.conv1x1("post_quant_conv", config.latentChannels());
        }
        parts.convIn("decoder.conv_in", config.latentChannels(), in);
        parts.middle("decoder.mid_block", in);
        for (int i = 0; i < channels.size(); i++) {
            int out = channels.get(channels.size() - 1 - i);
            String path = "decoder.up_blocks." + i;
            for (int j = 0; j <= config.layersPerBlock(); j++) {
                parts.slicedResnet(path + ".resnets." + j, in, out);
                in = out;
            }
            if (i < channels.size() - 1) {
                cuts.add(layers.size());
                TensorList up = parts.own(source.list(Spec.conv(path + ".upsamplers.0.conv", out, out, 3)));
                parts.add(x -> Kernels.tensor("vae_upsample", x, up));
            }
        }
        parts.slicedOut("decoder", in, 3);
    }

    /** Decodes fp32 latents on the decoder's device into fp32 pixels; the input is not closed. */
    public Tensor decode(Tensor latents) {
        return pixels(layers, latents.share());
    }

    /**
     * The first part of {@link #decode}, up to a cut: each is in front of a doubling, the first of them in front of the first.
     *
     * @param cut from 0 to {@link VaeConfig#cuts} - 1
     * @return (B, C, h', w')
     */
    public Tensor head(Tensor latents, int cut) {
        return VaeLayers.run(layers.subList(0, cuts.get(cut)), latents.share());
    }

    /** Frees the weights of what {@link #head} runs, which are most of all: only {@link #tail} may follow. */
    public void closeHead(int cut) {
        VaeLayers.close(owned.subList(0, cuts.get(cut))); // each layer owns one
    }

    /** The rest of {@link #decode} for a part of what {@link #head} gave; the input is closed. */
    public Tensor tail(Tensor activations, int cut) {
        return pixels(layers.subList(cuts.get(cut), layers.size()), activations);
    }

    private static Tensor pixels(List<UnaryOperator<Tensor>> layers, Tensor input) {
        try (Tensor pixels = VaeLayers.run(layers, input)) {
            return Kernels.tensor("to_dtype", pixels, ComputeType.FP32.number());
        }
    }

    @Override
    public void close() {
        VaeLayers.close(owned);
    }
}
