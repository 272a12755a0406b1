package loralei.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import loralei.config.Prior;
import loralei.config.TrainingConfig;
import loralei.data.EncodedExample;
import loralei.data.Example;
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
    private final TrainingConfig config;
    private final RunPlan plan;
    private final TrainingMaterial material;
    private final LossWeights weights;
    private final long seed;

    Batches(TrainingConfig config, RunPlan plan, TrainingMaterial material) {
        this.config = config;
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
            Example example = plan.examples().get(indices[place]);
            SampleDraw draw = SampleDraw.of(seed, step, place, example);
            chosen.add(material.examples().get(indices[place], draw.view()));
            shown.add(material.prompts().get(draw.prompt()));
        }
        List<EncodedPrompt> prompts = ofOneLength(shown);
        Tensor mean = Tensor.joined(chosen, EncodedExample::mean);
        Randoms.seed(StepSeed.of(seed, step));
        Tensor draw = Randoms.randn(mean.shape());
        Tensor noise = Randoms.randn(mean.shape());
        Tensor timesteps = Randoms.randint(plan.schedule().numTrainTimesteps(), chosen.size());
        float[] counts = weights.of(chosen, timesteps.longs());
        Batch batch = new Batch(chosen, prompts, inputs(chosen, prompts, draw, noise, timesteps, counts));
        return config.prior() == Prior.PREDICTION ? withPredictions(batch) : batch;
    }

    /**
     * A batch with the same noisy samples once more, for the class prompt: there the target is what the base model makes
     * of them.
     */
    private Batch withPredictions(Batch batch) {
        int count = batch.examples().size();
        StepInputs inputs = batch.inputs();
        List<EncodedExample> samples = new ArrayList<>(batch.examples());
        samples.addAll(batch.examples());
        List<EncodedPrompt> shown = new ArrayList<>(batch.prompts());
        shown.addAll(Collections.nCopies(
                count, material.prompts().get(config.classPrompt().strip())));
        List<EncodedPrompt> prompts = ofOneLength(shown);
        Tensor weights = Kernels.tensor("combine", inputs.weights(), inputs.weights(), config.priorLossWeight(), 0.0);
        return new Batch(
                samples,
                prompts,
                new StepInputs(
                        twice(inputs.latents()),
                        twice(inputs.noise()),
                        twice(inputs.timesteps()),
                        conditioning(samples, prompts),
                        Kernels.tensor("concat_batch", List.of(inputs.weights(), weights)),
                        count,
                        inputs.mask().map(Batches::twice)));
    }

    private static Tensor twice(Tensor tensor) {
        return Kernels.tensor("concat_batch", List.of(tensor, tensor));
    }

    private Conditioning conditioning(List<EncodedExample> samples, List<EncodedPrompt> prompts) {
        return Conditioning.of(
                material.unet().config(),
                prompts,
                samples.stream().map(EncodedExample::timeIds).toList(),
                material.device(),
                material.type());
    }

    /** What examples are shown with where nothing is drawn: the first of each one's texts. */
    List<EncodedPrompt> firstPrompts(List<EncodedExample> chosen) {
        return ofOneLength(chosen.stream()
                .map(sample -> sample.example().caption().texts().get(0))
                .map(material.prompts()::get)
                .toList());
    }

    private List<EncodedPrompt> ofOneLength(List<EncodedPrompt> prompts) {
        return EncodedPrompt.ofOneLength(prompts, () -> material.prompts().get(""));
    }

    /**
     * What is computed from examples of one size; the tensors belong to the enclosing scope.
     *
     * @param prompts what each is shown with, all of one length
     * @param draw where in the examples' posteriors their latents lie: standard normal draws (B, 4, h, w), or zeros
     * @param noise of the same shape
     * @param timesteps int64 (B)
     * @param counts what each sample's error counts
     */
    StepInputs inputs(
            List<EncodedExample> chosen,
            List<EncodedPrompt> prompts,
            Tensor draw,
            Tensor noise,
            Tensor timesteps,
            float... counts) {
        Tensor mean = Tensor.joined(chosen, EncodedExample::mean);
        Tensor logvar = Tensor.joined(chosen, EncodedExample::logvar);
        Tensor latents = Kernels.tensor(
                "sample_latents",
                mean,
                logvar,
                draw,
                material.vae().scalingFactor(),
                material.vae().shiftFactor());
        return new StepInputs(
                onDevice(latents),
                onDevice(noise),
                timesteps,
                conditioning(chosen, prompts),
                onDevice(Tensor.of(counts, chosen.size())),
                0,
                MaskWeights.of(config).of(chosen, mean.shape()).map(this::onDevice));
    }

    private Tensor onDevice(Tensor tensor) {
        return material.device().move(tensor);
    }
}
