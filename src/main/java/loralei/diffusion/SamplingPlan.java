package loralei.diffusion;

import java.util.ArrayList;
import java.util.List;
import loralei.config.SamplerKind;
import loralei.config.SamplingSchedule;

/**
 * All steps of a sampler as plain numbers. Every sampler here is linear in the latents and in what the network predicted at
 * this step and at those before, so that a few factors say all there is to say about a step. Latents are always of
 * variance 1, as the network sees them; k-diffusion's are these divided by the signal.
 *
 * @param initialScale factor of the standard normal noise that it begins with
 * @param steps the steps in the order in which they are taken, from most noise to least
 */
public record SamplingPlan(double initialScale, List<Step> steps) {

    /**
     * One step. With the latents {@code x}, what the network predicts is the picture
     * {@code x0 = sampleToDenoised * x + outputToDenoised * network(x, timestep)}, and the next latents are {@code sample * x}
     * + the sum of {@code denoised[k] * (x0 of k steps before)} + {@code noise * (a standard normal draw)}.
     *
     * @param timestep the timestep that the network is told; not whole where a schedule lies between timesteps
     * @param sampleToDenoised see above
     * @param outputToDenoised see above
     * @param sample factor of the latents
     * @param denoised factors of the predicted pictures, that of this step first; never more than there are
     * @param noise factor of fresh noise; 0 for none
     */
    public record Step(
            double timestep,
            double sampleToDenoised,
            double outputToDenoised,
            double sample,
            List<Double> denoised,
            double noise) {
        /** Keeps a copy of the factors. */
        public Step {
            denoised = List.copyOf(denoised);
        }
    }

    /** Keeps a copy of the steps. */
    public SamplingPlan {
        steps = List.copyOf(steps);
    }

    /**
     * Spreads a sampler's steps over the noise of a model, as the scheduler of its name in diffusers does. With the schedule
     * of Karras, DDIM is Euler: both go straight to the predicted picture.
     *
     * @param noise the noise of the base model
     * @param sampler which sampler
     * @param schedule at which amounts of noise
     * @param count number of steps, at least 1
     * @throws loralei.config.UserError if the model cannot be sampled so
     */
    public static SamplingPlan of(NoiseSchedule noise, SamplerKind sampler, SamplingSchedule schedule, int count) {
        boolean karras = schedule == SamplingSchedule.KARRAS;
        SamplerKind kind = karras && sampler == SamplerKind.DDIM ? SamplerKind.EULER : sampler;
        List<NoiseLevel> levels = NoiseLevels.of(noise, kind, schedule, count);
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            steps.add(step(noise, levels.get(i), StepFactors.of(kind, target(noise, kind, levels, i), levels, i)));
        }
        return new SamplingPlan(initialScale(noise, kind, schedule, levels.get(0)), steps);
    }

    private static Step step(NoiseSchedule noise, NoiseLevel level, StepFactors factors) {
        boolean epsilon = noise.predictionType() == PredictionType.EPSILON;
        return new Step(
                level.timestep(),
                epsilon ? 1 / level.signal() : level.signal(),
                epsilon ? -level.sigma() : -level.noise(),
                factors.sample(),
                factors.denoised(),
                factors.noise());
    }

    /** Where a step leads: DDIM always goes one stride on, wherever the next step is. */
    private static NoiseLevel target(NoiseSchedule noise, SamplerKind kind, List<NoiseLevel> levels, int i) {
        if (kind != SamplerKind.DDIM) {
            return i + 1 < levels.size() ? levels.get(i + 1) : NoiseLevel.NONE;
        }
        int timestep = (int) levels.get(i).timestep() - noise.numTrainTimesteps() / levels.size();
        if (timestep < 0 && noise.config().setAlphaToOne()) {
            return NoiseLevel.NONE;
        }
        return NoiseLevel.ofAlphaCumprod(timestep, noise.alphasCumprod(Math.max(0, timestep)));
    }

    /** Euler begins with as much noise as its first sigma says, unless it begins away from the last timestep. */
    private static double initialScale(
            NoiseSchedule noise, SamplerKind kind, SamplingSchedule schedule, NoiseLevel first) {
        boolean leading = schedule == SamplingSchedule.NORMAL
                && noise.config()
                        .timestepSpacing()
                        .filter(TimestepSpacing.LEADING::equals)
                        .isPresent();
        boolean euler = kind == SamplerKind.EULER || kind == SamplerKind.EULER_A;
        return euler && !leading ? first.noise() : 1;
    }
}
