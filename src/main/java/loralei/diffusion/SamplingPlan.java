package loralei.diffusion;

import java.util.ArrayList;
import java.util.List;
import loralei.config.SamplerKind;
import loralei.config.SamplingSchedule;

/**
 * All steps of a sampler as plain numbers. Every sampler here is linear in the latents, the network's output and what it
 * predicted one step before, so that a few factors say all there is to say about a step.
 *
 * @param initialScale factor of the standard normal noise that it begins with
 * @param steps the steps in the order in which they are taken, from most noise to least
 */
public record SamplingPlan(double initialScale, List<Step> steps) {

    /**
     * One step. With the latents {@code x}, what the network predicts at them is the picture
     * {@code x0 = sampleToDenoised * x + outputToDenoised * network(inputScale * x, timestep)}, and the next latents are
     * {@code sample * x + denoised * x0 + previous * (x0 of the step before) + noise * (a standard normal draw)}.
     *
     * @param timestep the timestep that the network is told; not whole where a schedule lies between timesteps
     * @param inputScale factor of the latents as the network sees them
     * @param sampleToDenoised see above
     * @param outputToDenoised see above
     * @param sample factor of the latents
     * @param denoised factor of the predicted picture
     * @param previous factor of the one predicted at the step before; 0 in the first step
     * @param noise factor of fresh noise; 0 for none
     */
    public record Step(
            double timestep,
            double inputScale,
            double sampleToDenoised,
            double outputToDenoised,
            double sample,
            double denoised,
            double previous,
            double noise) {}

    /** Keeps a copy of the steps. */
    public SamplingPlan {
        steps = List.copyOf(steps);
    }

    /**
     * Spreads a sampler's steps over the noise of a model, as the scheduler of the same name in diffusers does.
     *
     * @param noise the noise of the base model
     * @param sampler which sampler
     * @param spacing at which amounts of noise
     * @param count number of steps, at least 1
     * @throws loralei.config.UserError if the model cannot be sampled so
     */
    public static SamplingPlan of(NoiseSchedule noise, SamplerKind sampler, SamplingSchedule spacing, int count) {
        List<Step> steps = new ArrayList<>();
        for (DdimSchedule.Step step : DdimSchedule.of(noise, count).steps()) {
            double alpha = noise.alphasCumprod(step.timestep());
            double signal = Math.sqrt(alpha);
            double rest = Math.sqrt(1 - alpha);
            boolean epsilon = noise.predictionType() == PredictionType.EPSILON;
            double fromSample = epsilon ? 1 / signal : signal;
            double fromOutput = epsilon ? -rest / signal : -rest;
            // next = sampleScale * x + outputScale * output, told in x and x0
            double denoised = step.outputScale() / fromOutput;
            steps.add(new Step(
                    step.timestep(),
                    1,
                    fromSample,
                    fromOutput,
                    step.sampleScale() - denoised * fromSample,
                    denoised,
                    0,
                    0));
        }
        return new SamplingPlan(1, steps);
    }
}
