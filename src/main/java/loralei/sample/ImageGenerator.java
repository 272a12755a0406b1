package loralei.sample;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import loralei.diffusion.DdimSchedule;
import loralei.model.AdapterBank;
import loralei.model.BaseModel;
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

/** Draws pictures for prompts with a base model of any family. */
public final class ImageGenerator {
    private final Unet unet;
    private final VaeDecoder vae;
    private final VaeConfig vaeConfig;
    private final DdimSampler sampler;
    private final Map<String, EncodedPrompt> prompts;
    private final EncodedPrompt noPrompt;
    private final ComputeDevice device;
    private final ComputeType type;

    /**
     * What pictures are drawn with.
     *
     * @param model the base model
     * @param unet its network
     * @param vae its decoder, on the same device
     * @param prompts all prompts that will be asked for, and the empty one
     * @param device where both are
     * @param type what the UNet computes in
     */
    public record Tools(
            BaseModel model,
            Unet unet,
            VaeDecoder vae,
            List<EncodedPrompt> prompts,
            ComputeDevice device,
            ComputeType type) {}

    /** A generator of so many DDIM steps and such guidance. */
    public ImageGenerator(Tools tools, DdimSchedule schedule, double guidance) {
        this.unet = tools.unet();
        this.vae = tools.vae();
        this.vaeConfig = tools.model().vaeConfig();
        this.device = tools.device();
        this.type = tools.type();
        this.prompts = tools.prompts().stream().collect(Collectors.toMap(EncodedPrompt::prompt, Function.identity()));
        EncodedPrompt empty = prompts.get("");
        this.noPrompt = tools.model().zerosForNoPrompt() ? empty.zeros() : empty;
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
    public List<BufferedImage> generate(List<String> wanted, int pixels, long seed, AdapterBank adapters) {
        try (Scope scope = Scope.open()) {
            Tensor latents = latents(wanted, pixels, seed, adapters);
            Tensor plain = Kernels.tensor("combine", latents, latents, 1 / vaeConfig.scalingFactor(), 0.0);
            return RgbImages.of(vae.decode(plain));
        }
    }

    /** The pictures' scaled latents (B, 4, h, w), which belong to the enclosing scope. */
    Tensor latents(List<String> wanted, int pixels, long seed, AdapterBank adapters) {
        long side = pixels / vaeConfig.downscale();
        Randoms.seed(seed);
        Tensor noise = device.move(Randoms.randn(wanted.size(), UnetConfig.LATENT_CHANNELS, side, side));
        return sampler.sample(noise, conditioning(wanted, pixels), adapters);
    }

    /** The pictures are told to be whole ones of their size. */
    private Conditioning conditioning(List<String> wanted, int pixels) {
        List<EncodedPrompt> both = new ArrayList<>(Collections.nCopies(wanted.size(), noPrompt));
        wanted.forEach(prompt -> both.add(prompts.get(prompt)));
        float[] timeIds = {pixels, pixels, 0, 0, pixels, pixels};
        return Conditioning.of(unet.config(), both, Collections.nCopies(both.size(), timeIds), device, type);
    }
}
