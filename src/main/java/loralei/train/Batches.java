package loralei.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import loralei.config.TrainingConfig;
import loralei.data.EncodedExample;
import loralei.model.Conditioning;
import loralei.model.EncodedPrompt;
import loralei.torch.Kernels;
import loralei.torch.Randoms;
import loralei.torch.Tensor;

/**
 * What each step is computed from. All draws of a step come from a generator that is started anew with a number made of
 * the run's seed and the step, so any step can be repeated without those before it: a resumed run needs no memory of
 * its generator.
 */
final class Batches {
    private final RunPlan plan;
    private final TrainingMaterial material;
    private final LossWeights weights;
    private final long seed;

    Batches(TrainingConfig config, RunPlan plan, TrainingMaterial material) {
        this.plan = plan;
        this.material = material;
        this.weights = new LossWeights(config, plan.schedule());
        this.seed = config.seed();
    }

    /** The samples of a step, from 1; the tensors belong to the enclosing scope. */
    Batch of(int step) {
        int[] indices = plan.batches().indices(step);
        List<EncodedExample> chosen = new ArrayList<>();
        List<EncodedPrompt> shown = new ArrayList<>();
        for (int place = 0; place < indices.length; place++) {
            EncodedExample sample = material.examples().get(indices[place]);
            SampleDraw draw = SampleDraw.of(seed, step, place, sample.example());
            chosen.add(sample.seen(draw.flip()));
            shown.add(material.prompts().get(draw.prompt()));
        }
        List<EncodedPrompt> prompts = EncodedPrompt.ofOneLength(shown, material.prompts());
        Tensor mean = Tensor.joined(chosen, EncodedExample::mean);
        Tensor logvar = Tensor.joined(chosen, EncodedExample::logvar);
        Randoms.seed(StepSeed.of(seed, step));
        Tensor draw = Randoms.randn(mean.shape());
        Tensor noise = Randoms.randn(mean.shape());
        Tensor timesteps = Randoms.randint(plan.schedule().numTrainTimesteps(), chosen.size());
        Tensor latents = Kernels.tensor(
                "sample_latents",
                mean,
                logvar,
                draw,
                material.vae().scalingFactor(),
                material.vae().shiftFactor());
        StepInputs inputs = new StepInputs(
                onDevice(latents),
                onDevice(noise),
                timesteps,
                Conditioning.of(
                        material.unet().config(),
                        prompts,
                        chosen.stream().map(EncodedExample::timeIds).toList(),
                        material.device(),
                        material.type()),
                onDevice(Tensor.of(weights.of(chosen, timesteps.longs()), chosen.size())),
                mask(chosen, mean.shape()).map(this::onDevice));
        return new Batch(chosen, prompts, inputs);
    }

    /** The masks of a batch (B, 1, h, w), all ones for a sample without; none where no sample has one. */
    private static Optional<Tensor> mask(List<EncodedExample> chosen, long... latents) {
        if (chosen.stream().allMatch(sample -> sample.mask().isEmpty())) {
            return Optional.empty();
        }
        float[] ones = new float[Math.toIntExact(latents[2] * latents[3])];
        Arrays.fill(ones, 1);
        return Optional.of(Tensor.joined(
                chosen, sample -> sample.mask().orElseGet(() -> Tensor.of(ones, 1, 1, latents[2], latents[3]))));
    }

    private Tensor onDevice(Tensor tensor) {
        return material.device().move(tensor);
    }
}
