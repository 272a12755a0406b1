package loralei.train;

import java.util.List;
import loralei.config.TrainingConfig;
import loralei.data.EncodedExample;
import loralei.diffusion.NoiseSchedule;

/**
 * What each sample's mean squared error counts in the loss of its step.
 *
 * @param config which weights are wanted
 * @param schedule what a timestep stands for
 */
record LossWeights(TrainingConfig config, NoiseSchedule schedule) {
    /** The weights of a batch, fp32 (B); 1 / B each where nothing is weighted. */
    float[] of(List<EncodedExample> samples, long... timesteps) {
        float[] weights = new float[timesteps.length];
        for (int i = 0; i < weights.length; i++) {
            double weight = samples.get(i).example().weight() * ofTimestep(Math.toIntExact(timesteps[i]));
            weights[i] = (float) (weight / weights.length);
        }
        return weights;
    }

    private double ofTimestep(int timestep) {
        return config.minSnrGamma() > 0 ? schedule.minSnrWeight(timestep, config.minSnrGamma()) : 1;
    }
}
