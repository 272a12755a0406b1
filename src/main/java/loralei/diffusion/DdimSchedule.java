package loralei.diffusion;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import loralei.config.UserError;
import loralei.text.Message;

/**
 * The steps of deterministic DDIM sampling (Song et al. 2021, eta 0). For both prediction types a step is linear in the
 * latents and the network's output, so two numbers say all there is to say about it.
 *
 * @param steps the steps in the order in which they are taken, from most noise to least
 */
public record DdimSchedule(List<Step> steps) {

    /**
     * One step: {@code next = sampleScale * sample + outputScale * output}.
     *
     * @param timestep the timestep at which the network is asked
     * @param sampleScale factor of the noisy latents
     * @param outputScale factor of the network's output (after guidance)
     */
    public record Step(int timestep, double sampleScale, double outputScale) {}

    /** Keeps a copy of the steps. */
    public DdimSchedule {
        steps = List.copyOf(steps);
    }

    /**
     * Spreads the steps over the noise schedule of a model, as diffusers' DDIMScheduler does.
     *
     * @param schedule the noise of the base model
     * @param count number of steps, at least 1
     * @throws UserError if there are more steps than timesteps, or the model cannot be sampled from pure noise
     */
    public static DdimSchedule of(NoiseSchedule schedule, int count) {
        int[] timesteps = timesteps(schedule.config(), count);
        int stride = schedule.numTrainTimesteps() / count;
        List<Step> steps = new ArrayList<>();
        for (int timestep : timesteps) {
            steps.add(step(schedule, timestep, timestep - stride));
        }
        return new DdimSchedule(steps);
    }

    private static Step step(NoiseSchedule schedule, int timestep, int previous) {
        double alpha = schedule.alphasCumprod(timestep);
        double alphaNext = previous >= 0 ? schedule.alphasCumprod(previous) : finalAlpha(schedule);
        double signal = Math.sqrt(alpha);
        double noise = Math.sqrt(1 - alpha);
        double signalNext = Math.sqrt(alphaNext);
        double noiseNext = Math.sqrt(1 - alphaNext);
        // next = signalNext * predicted latents + noiseNext * predicted noise, formula (12) of the paper
        return switch (schedule.predictionType()) {
            case EPSILON -> {
                if (alpha == 0) {
                    throw UserError.request(Message.of("noise.zeroSnr", timestep), Message.of("noise.setPrediction"));
                }
                yield new Step(timestep, signalNext / signal, noiseNext - signalNext * noise / signal);
            }
            case V_PREDICTION ->
                new Step(timestep, signalNext * signal + noiseNext * noise, noiseNext * signal - signalNext * noise);
        };
    }

    private static double finalAlpha(NoiseSchedule schedule) {
        return schedule.config().setAlphaToOne() ? 1 : schedule.alphasCumprod(0);
    }

    private static int[] timesteps(SchedulerConfig config, int count) {
        int total = config.numTrainTimesteps();
        if (count < 1 || count > total) {
            throw tooMany(count, total);
        }
        int stride = total / count;
        int[] timesteps = switch (config.timestepSpacing()) {
            case LEADING ->
                IntStream.range(0, count)
                        .map(i -> (count - 1 - i) * stride + config.stepsOffset())
                        .toArray();
            // Math.rint rounds halves to even, as NumPy does
            case TRAILING ->
                IntStream.range(0, count)
                        .map(i -> (int) Math.rint(total - i * (total / (double) count)) - 1)
                        .toArray();
            case LINSPACE ->
                IntStream.range(0, count)
                        .map(i -> (int) Math.rint((count - 1 - i) * ((total - 1) / Math.max(1.0, count - 1))))
                        .toArray();
        };
        if (timesteps[0] >= total) {
            throw tooMany(count, total);
        }
        return timesteps;
    }

    private static UserError tooMany(int count, int total) {
        return UserError.request(
                Message.of("noise.tooManySteps", count, total), Message.of("noise.stepsFromTo", total / 2));
    }
}
