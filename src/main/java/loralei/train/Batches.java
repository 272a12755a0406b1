package loralei.train;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import loralei.data.BatchPlan;
import loralei.data.EncodedPicture;
import loralei.diffusion.NoiseSchedule;
import loralei.model.Conditioning;
import loralei.model.EncodedPrompt;
import loralei.model.UnetConfig;
import loralei.model.VaeConfig;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;
import loralei.torch.Kernels;
import loralei.torch.Randoms;
import loralei.torch.Tensor;

/**
 * What each step is computed from. All draws of a step come from a generator that is started anew with a number made of
 * the run's seed and the step, so any step can be repeated without those before it: a resumed run needs no memory of
 * its generator.
 */
final class Batches {
    private final BatchPlan plan;
    private final List<EncodedPicture> pictures;
    private final EncodedPrompt prompt;
    private final VaeConfig vae;
    private final UnetConfig unet;
    private final NoiseSchedule schedule;
    private final double minSnrGamma;
    private final ComputeDevice device;
    private final ComputeType type;

    /** {@code minSnrGamma} caps the signal-to-noise ratio in the loss weights; 0: all steps count the same. */
    Batches(TrainingMaterial material, BatchPlan plan, NoiseSchedule schedule, double minSnrGamma) {
        this.plan = plan;
        this.pictures = material.pictures();
        this.prompt = material.prompt();
        this.vae = material.vae();
        this.unet = material.unet().config();
        this.schedule = schedule;
        this.minSnrGamma = minSnrGamma;
        this.device = material.device();
        this.type = material.type();
    }

    /** The samples of a step, from 1; the tensors belong to the enclosing scope. */
    Batch of(int step) {
        List<EncodedPicture> chosen =
                Arrays.stream(plan.indices(step)).mapToObj(pictures::get).toList();
        List<EncodedPrompt> prompts = chosen.stream().map(picture -> prompt).toList();
        Tensor mean = join(chosen, EncodedPicture::mean);
        Tensor logvar = join(chosen, EncodedPicture::logvar);
        Randoms.seed(StepSeed.of(plan.seed(), step));
        Tensor draw = Randoms.randn(mean.shape());
        Tensor noise = Randoms.randn(mean.shape());
        Tensor timesteps = Randoms.randint(schedule.numTrainTimesteps(), chosen.size());
        Tensor latents = Kernels.tensor("sample_latents", mean, logvar, draw, vae.scalingFactor(), vae.shiftFactor());
        StepInputs inputs = new StepInputs(
                device.move(latents),
                device.move(noise),
                timesteps,
                Conditioning.of(
                        unet,
                        prompts,
                        chosen.stream().map(EncodedPicture::timeIds).toList(),
                        device,
                        type),
                device.move(weights(timesteps.longs())));
        return new Batch(chosen, prompts, inputs);
    }

    private Tensor weights(long... timesteps) {
        float[] weights = new float[timesteps.length];
        for (int i = 0; i < weights.length; i++) {
            double weight = minSnrGamma > 0 ? schedule.minSnrWeight(Math.toIntExact(timesteps[i]), minSnrGamma) : 1;
            weights[i] = (float) (weight / weights.length);
        }
        return Tensor.of(weights, weights.length);
    }

    private static <T> Tensor join(List<T> items, Function<T, Tensor> part) {
        return Kernels.tensor("concat_batch", items.stream().map(part).toList());
    }
}
