package loralei.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import loralei.model.WeightSource.Spec;
import loralei.torch.Kernels;
import loralei.torch.Tensor;
import loralei.torch.TensorList;

/** The encoder half of AutoencoderKL: pixels (B, 3, H, W) in -1..1 to a Gaussian over latents (B, 4, H/8, W/8). */
public final class VaeEncoder implements AutoCloseable {
    /**
     * The Gaussian of the latents, not scaled, in fp32.
     *
     * @param mean (B, 4, h, w)
     * @param logvar (B, 4, h, w), clamped to -30..20
     */
    public record Posterior(Tensor mean, Tensor logvar) {}

    private final List<AutoCloseable> owned = new ArrayList<>();
    private final List<UnaryOperator<Tensor>> layers = new ArrayList<>();

    /** Builds the encoder from its weights, under diffusers' names. */
    public VaeEncoder(VaeConfig config, WeightSource source) {
        VaeLayers parts = new VaeLayers(config, source, layers, owned);
        List<Integer> channels = config.channels();
        int in = channels.get(0);
        parts.convIn("encoder.conv_in", 3, in);
        for (int level = 0; level < channels.size(); level++) {
            int out = channels.get(level);
            String path = "encoder.down_blocks." + level;
            for (int j = 0; j < config.layersPerBlock(); j++) {
                parts.resnet(path + ".resnets." + j, in, out);
                in = out;
            }
            if (level < channels.size() - 1) {
                TensorList down = parts.own(source.list(Spec.conv(path + ".downsamplers.0.conv", out, out, 3)));
                parts.add(x -> Kernels.tensor("vae_downsample", x, down));
            }
        }
        parts.middle("encoder.mid_block", in);
        parts.out("encoder", in, 2 * config.latentChannels());
        if (config.quantConv()) {
            parts.conv1x1("quant_conv", 2 * config.latentChannels());
        }
    }

    /** Encodes pixels in fp32 on the encoder's device; the input is not closed. */
    public Posterior encode(Tensor pixels) {
        try (Tensor moments = VaeLayers.run(layers, pixels.share())) {
            List<Tensor> posterior = Kernels.tensors("vae_posterior", moments);
            return new Posterior(posterior.get(0), posterior.get(1));
        }
    }

    @Override
    public void close() {
        VaeLayers.close(owned);
    }
}
