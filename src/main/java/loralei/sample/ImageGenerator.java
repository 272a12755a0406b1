package loralei.sample;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loralei.config.PictureSpec;
import loralei.diffusion.NoiseSchedule;
import loralei.diffusion.SamplingPlan;
import loralei.model.AdapterBank;
import loralei.model.BaseModel;
import loralei.model.Conditioning;
import loralei.model.EncodedPrompt;
import loralei.model.Unet;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;
import loralei.torch.Tensor;

/** Draws latents of pictures for prompts with a base model of any family. */
public final class ImageGenerator {
    private final BaseModel model;
    private final Unet unet;
    private final NoiseSchedule noise;
    private final ComputeDevice device;
    private final ComputeType type;

    /**
     * A generator.
     *
     * @param model the base model
     * @param unet its network
     * @param device where the network is
     * @param type what it computes in
     */
    public ImageGenerator(BaseModel model, Unet unet, ComputeDevice device, ComputeType type) {
        this.model = model;
        this.unet = unet;
        this.noise = new NoiseSchedule(model.scheduler());
        this.device = device;
        this.type = type;
    }

    /**
     * Draws a batch.
     *
     * @param alike pictures that are {@linkplain PictureSpec#isLike like} each other
     * @param prompts their prompts and negative prompts by their texts, and the empty one if some are longer than others; on
     *     the CPU
     * @param adapters adapters to draw with
     * @param watcher told of each step
     * @return scaled latents (B, 4, h, w), which belong to the enclosing scope; empty if the watcher ended it
     */
    public Optional<Tensor> latents(
            List<PictureSpec> alike, Map<String, EncodedPrompt> prompts, AdapterBank adapters, StepWatcher watcher) {
        PictureSpec first = alike.get(0);
        SamplingPlan plan = SamplingPlan.of(noise, first.sampler(), first.schedule(), first.steps());
        Sampler sampler = new Sampler(unet, plan, first.guidance(), first.guidanceRescale(), device);
        int downscale = model.vaeConfig().downscale();
        List<Tensor> draws = sampler.draws(
                alike.stream().map(PictureSpec::seed).toList(), first.height() / downscale, first.width() / downscale);
        return sampler.sample(draws, conditioning(alike, prompts, sampler.isGuided()), adapters, watcher);
    }

    /** The pictures are told to be whole ones of their size. */
    private Conditioning conditioning(List<PictureSpec> alike, Map<String, EncodedPrompt> prompts, boolean guided) {
        List<String> texts = new ArrayList<>();
        if (guided) {
            alike.forEach(picture -> texts.add(picture.negativePrompt()));
        }
        int negative = texts.size();
        alike.forEach(picture -> texts.add(picture.prompt()));
        List<EncodedPrompt> all = new ArrayList<>(
                EncodedPrompt.ofOneLength(texts.stream().map(prompts::get).toList(), () -> prompts.get("")));
        for (int i = 0; i < negative; i++) {
            if (texts.get(i).isEmpty() && model.zerosForNoPrompt()) {
                all.set(i, all.get(i).zeros());
            }
        }
        PictureSpec first = alike.get(0);
        float[] timeIds = {first.height(), first.width(), 0, 0, first.height(), first.width()};
        return Conditioning.of(unet.config(), all, Collections.nCopies(all.size(), timeIds), device, type);
    }
}
