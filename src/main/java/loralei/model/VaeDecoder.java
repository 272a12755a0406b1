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
                parts.resnet(path + ".resnets." + j, in, out);
                in = out;
            }
            if (i < channels.size() - 1) {
                TensorList up = parts.own(source.list(Spec.conv(path + ".upsamplers.0.conv", out, out, 3)));
                parts.add(x -> Kernels.tensor("vae_upsample", x, up));
            }
        }
        parts.out("decoder", in, 3);
    }

    /** Decodes fp32 latents on the decoder's device into fp32 pixels; the input is not closed. */
    public Tensor decode(Tensor latents) {
        try (Tensor pixels = VaeLayers.run(layers, latents)) {
            return Kernels.tensor("to_dtype", pixels, ComputeType.FP32.number());
        }
    }

    @Override
    public void close() {
        VaeLayers.close(owned);
    }
}
