package loralei.sample;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import loralei.config.PictureSpec;
import loralei.diffusion.SamplingPlan;
import loralei.model.AdapterBank;
import loralei.model.Conditioning;
import loralei.model.Tape;
import loralei.model.Unet;
import loralei.model.UnetConfig;
import loralei.torch.ComputeDevice;
import loralei.torch.Kernels;
import loralei.torch.Randoms;
import loralei.torch.Scope;
import loralei.torch.Tensor;

/** Takes noise to latents, by the numbers of a {@link SamplingPlan} and with classifier-free guidance. */
public final class Sampler {
    /** No sampler looks further back than two steps. */
    private static final int MOST_PICTURES = 3;

    private final Unet unet;
    private final SamplingPlan plan;
    private final double guidance;
    private final double rescale;
    private final ComputeDevice device;

    /**
     * A sampler.
     *
     * @param unet the network
     * @param plan its steps
     * @param guidance at 1 the network is asked with the prompts only
     * @param rescale see {@link PictureSpec#guidanceRescale()}
     * @param device where the network is
     */
    public Sampler(Unet unet, SamplingPlan plan, double guidance, double rescale, ComputeDevice device) {
        this.unet = unet;
        this.plan = plan;
        this.guidance = guidance;
        this.rescale = rescale;
        this.device = device;
    }

    /**
     * The draws of each picture, all that it will need, from a generator of its own: in a batch or alone, a seed gives
     * the same picture.
     *
     * @param seeds one for each picture
     * @param height of the latents
     * @param width of the latents
     * @return the starting noise (B, 4, h, w), and one more for each step that adds noise; on the CPU
     */
    List<Tensor> draws(List<Long> seeds, long height, long width) {
        int count = 1
                + (int) plan.steps().stream().filter(step -> step.noise() != 0).count();
        List<List<Tensor>> perDraw = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            perDraw.add(new ArrayList<>());
        }
        for (long seed : seeds) {
            try (Randoms.Alone alone = Randoms.alone()) {
                Randoms.seed(seed);
                perDraw.forEach(list -> list.add(Randoms.randn(1, UnetConfig.LATENT_CHANNELS, height, width)));
            }
        }
        return perDraw.stream().map(list -> Tensor.joined(list, one -> one)).toList();
    }

    /** Whether the network is asked without the prompts, too. */
    boolean isGuided() {
        return guidance != 1;
    }

    /**
     * Takes noise to latents.
     *
     * @param draws see {@link #draws}
     * @param conditioning guided: 2B prompts, the negative ones first; otherwise the B prompts
     * @param adapters adapters to run with
     * @param watcher told of each step
     * @return scaled latents (B, 4, h, w) on the device; empty if the watcher ended it
     */
    public Optional<Tensor> sample(
            List<Tensor> draws, Conditioning conditioning, AdapterBank adapters, StepWatcher watcher) {
        Tensor latents = scaled(device.move(draws.get(0)), plan.initialScale());
        Deque<Tensor> pictures = new ArrayDeque<>(); // as predicted, the newest first
        int used = 1;
        for (int i = 0; i < plan.steps().size(); i++) {
            SamplingPlan.Step step = plan.steps().get(i);
            try (Scope scope = Scope.open()) {
                pictures.push(scope.keep(denoised(latents, step, conditioning, adapters)));
                Tensor next = scaled(latents, step.sample());
                Iterator<Tensor> newestFirst = pictures.iterator();
                for (double factor : step.denoised()) {
                    next = Kernels.tensor("combine", next, newestFirst.next(), 1.0, factor);
                }
                if (step.noise() != 0) {
                    next = Kernels.tensor("combine", next, device.move(draws.get(used++)), 1.0, step.noise());
                }
                latents.close();
                latents = scope.keep(next);
            }
            if (pictures.size() == MOST_PICTURES) {
                pictures.removeLast().close();
            }
            if (!watcher.stepDone(i + 1, plan.steps().size())) {
                return Optional.empty();
            }
        }
        return Optional.of(latents);
    }

    private Tensor denoised(Tensor latents, SamplingPlan.Step step, Conditioning conditioning, AdapterBank adapters) {
        boolean alike =
                !unet.config().hasAddedConditioning(); // but for the prompts, which the network repeats them for
        Tensor asked = isGuided() && !alike ? Kernels.tensor("concat_batch", List.of(latents, latents)) : latents;
        float[] timesteps = new float[alike ? 1 : (int) asked.shape()[0]];
        Arrays.fill(timesteps, (float) step.timestep());
        Tensor times = device.move(Tensor.of(timesteps, timesteps.length));
        try (Tape tape = Tape.inference()) {
            Tensor output = unet.forward(asked, times, conditioning, adapters, tape);
            Tensor guided = isGuided() ? Kernels.tensor("guidance", output, guidance, rescale) : output;
            return Kernels.tensor("combine", latents, guided, step.sampleToDenoised(), step.outputToDenoised());
        }
    }

    private static Tensor scaled(Tensor tensor, double factor) {
        return Kernels.tensor("combine", tensor, tensor, factor, 0.0);
    }
}
