package loralei.sample;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import loralei.diffusion.DdimSchedule;
import loralei.model.AdapterBank;
import loralei.model.Conditioning;
import loralei.model.EncodedPrompt;
import loralei.model.Unet;
import loralei.model.UnetConfig;
import loralei.model.VaeConfig;
import loralei.model.VaeDecoder;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;
import loralei.torch.Kernels;
import loralei.torch.Randoms;
import loralei.torch.Scope;
import loralei.torch.Tensor;

/** Draws pictures for prompts with a base model that needs no added conditioning. */
public final class Painter {
    private final Unet unet;
    private final VaeDecoder vae;
    private final VaeConfig vaeConfig;
    private final DdimSampler sampler;
    private final Map<String, EncodedPrompt> prompts;
    private final ComputeDevice device;
    private final ComputeType type;

    /**
     * What a painter paints with.
     *
     * @param unet the network
     * @param vae the decoder, on the same device
     * @param vaeConfig the decoder's hyper-parameters
     * @param prompts all prompts that will be asked for, and the empty one
     * @param device where both are
     * @param type what the UNet computes in
     */
    public record Tools(
            Unet unet,
            VaeDecoder vae,
            VaeConfig vaeConfig,
            List<EncodedPrompt> prompts,
            ComputeDevice device,
            ComputeType type) {}

    /** A painter of so many DDIM steps and such guidance. */
    public Painter(Tools tools, DdimSchedule schedule, double guidance) {
        this.unet = tools.unet();
        this.vae = tools.vae();
        this.vaeConfig = tools.vaeConfig();
        this.device = tools.device();
        this.type = tools.type();
        this.prompts = tools.prompts().stream().collect(Collectors.toMap(EncodedPrompt::prompt, Function.identity()));
        this.sampler = new DdimSampler(unet, schedule, guidance, device);
    }

    /**
     * Draws one square picture for each prompt; the same seed gives the same starting noise.
     *
     * @param wanted prompts, one for each picture
     * @param pixels side of a picture
     * @param seed of the starting noise
     * @param adapters adapters to draw with
     */
    public List<BufferedImage> paint(List<String> wanted, int pixels, long seed, AdapterBank adapters) {
        if (unet.config().hasAddedConditioning()) {
            throw new IllegalArgumentException("a model with added conditioning cannot be sampled yet");
        }
        try (Scope scope = Scope.open()) {
            long side = pixels / vaeConfig.downscale();
            Randoms.seed(seed);
            Tensor noise = device.move(Randoms.randn(wanted.size(), UnetConfig.LATENT_CHANNELS, side, side));
            Tensor latents = sampler.sample(noise, conditioning(wanted), adapters);
            Tensor plain = Kernels.tensor("combine", latents, latents, 1 / vaeConfig.scalingFactor(), 0.0);
            return RgbImages.of(vae.decode(plain));
        }
    }

    private Conditioning conditioning(List<String> wanted) {
        List<Tensor> states = new ArrayList<>();
        wanted.forEach(prompt -> states.add(prompts.get("").hiddenStates()));
        wanted.forEach(prompt -> states.add(prompts.get(prompt).hiddenStates()));
        Tensor joined = device.move(Kernels.tensor("concat_batch", states));
        return new Conditioning(Kernels.tensor("to_dtype", joined, type.number()), List.of());
    }
}
