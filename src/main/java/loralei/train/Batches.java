package loralei.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import loralei.config.Prior;
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

    /** What the base model is asked for, where its predictions are learned beside the pictures. */
    private final Optional<String> classPrompt;

    Batches(TrainingConfig config, RunPlan plan, TrainingMaterial material) {
        this.plan = plan;
        this.material = material;
        this.weights = new LossWeights(config, plan.schedule());
        this.seed = config.seed();
        this.classPrompt = config.prior() == Prior.PREDICTION
                ? Optional.of(config.classPrompt().strip())
                : Optional.empty();
    }

    /** The samples of a step, from 1; the tensors belong to the enclosing scope. */
    Batch of(int step) {
        List<EncodedExample> chosen = Arrays.stream(plan.batches().indices(step))
                .mapToObj(material.examples()::get)
                .toList();
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
        return classPrompt.isEmpty()
                ? batch(chosen, prompts(chosen), latents, noise, timesteps)
                : withPredictions(chosen, latents, noise, timesteps);
    }

    private List<EncodedPrompt> prompts(List<EncodedExample> chosen) {
        return chosen.stream()
                .map(sample -> material.prompts().get(sample.example().prompt()))
                .toList();
    }

    private Batch batch(
            List<EncodedExample> chosen, List<EncodedPrompt> prompts, Tensor latents, Tensor noise, Tensor timesteps) {
        float[] counted = weights.of(chosen, timesteps.longs());
        return batch(chosen, prompts, latents, noise, timesteps, counted, 0);
    }

    /** The same noisy samples once more, with the class prompt: their targets are what the base model makes of them. */
    private Batch withPredictions(List<EncodedExample> chosen, Tensor latents, Tensor noise, Tensor timesteps) {
        int count = chosen.size();
        List<EncodedPrompt> prompts = new ArrayList<>(prompts(chosen));
        prompts.addAll(Collections.nCopies(count, material.prompts().get(classPrompt.get())));
        long[] times = timesteps.longs();
        float[] counted = Arrays.copyOf(weights.of(chosen, times), 2 * count);
        System.arraycopy(weights.ofPredictions(chosen, times), 0, counted, count, count);
        List<EncodedExample> twice = new ArrayList<>(chosen);
        twice.addAll(chosen);
        return batch(twice, prompts, twice(latents), twice(noise), twice(timesteps), counted, count);
    }

    private static Tensor twice(Tensor tensor) {
        return Kernels.tensor("concat_batch", List.of(tensor, tensor));
    }

    private Batch batch(
            List<EncodedExample> chosen,
            List<EncodedPrompt> prompts,
            Tensor latents,
            Tensor noise,
            Tensor timesteps,
            float[] counted,
            int predicted) {
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
                onDevice(Tensor.of(counted, chosen.size())),
                predicted,
                mask(chosen, latents.shape()).map(this::onDevice));
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
