package loralei.train;

import java.util.List;
import loralei.config.TrainingConfig;
import loralei.data.EncodedExample;
import loralei.data.Example;
import loralei.diffusion.NoiseSchedule;

/**
 * What each sample's mean squared error counts in the loss of its step.
 *
 * @param config which weights are wanted
 * @param schedule what a timestep stands for
 */
record LossWeights(TrainingConfig config, NoiseSchedule schedule) {
    /**
     * The weights of a batch, fp32 (B); 1 / B each where nothing is weighted. Those of the class are a batch of their own,
     * whose mean counts times the prior loss weight.
     */
    float[] of(List<EncodedExample> samples, long... timesteps) {
        float[] weights = new float[timesteps.length];
        for (int i = 0; i < weights.length; i++) {
            Example example = samples.get(i).example();
            double weight = example.weight() * ofTimestep(Math.toIntExact(timesteps[i]));
            long alike = samples.stream()
                    .filter(sample -> sample.example().role() == example.role())
                    .count();
            double prior = example.role() == Example.Role.CLASS ? config.priorLossWeight() : 1;
            weights[i] = (float) (prior * weight / alike);
        }
        return weights;
    }

    private double ofTimestep(int timestep) {
        return config.minSnrGamma() > 0 ? schedule.minSnrWeight(timestep, config.minSnrGamma()) : 1;
    }
}
