package loralei.job;

import loralei.config.BaseWeights;
import loralei.config.TrainingConfig;
import loralei.data.PictureSize;
import loralei.model.CheckpointChoice;
import loralei.model.Checkpoints;
import loralei.model.MemoryPlan;
import loralei.model.WeightCosts;
import loralei.model.WeightPlan;
import loralei.model.Workplace;

/**
 * What a run needs with any plan.
 *
 * @param config its settings
 * @param size of the largest example
 * @param net the base model's UNet
 * @param place where it computes
 */
record RunMemory(TrainingConfig config, PictureSize size, PreviewJob.Net net, Workplace place)
        implements MemoryChooser.Needs {
    @Override
    public long peak(MemoryPlan plan) {
        return MemoryEstimate.of(config, size, net.config(), net.parameters(), plan, place);
    }

    @Override
    public CheckpointChoice saving(WeightPlan weights, long bytes) {
        return Checkpoints.saving(MemoryEstimate.costs(config, size, net.config(), weights, place), bytes);
    }

    @Override
    public BaseWeights eightBits() {
        return net.eightBits();
    }

    @Override
    public long weights(WeightPlan weights) {
        return WeightCosts.bytes(net.config(), net.parameters(), weights.offloading(0));
    }
}
