package loralei.job;

import loralei.config.AutoSwitch;
import loralei.config.TrainingConfig;
import loralei.data.PictureSize;
import loralei.model.Checkpoints;
import loralei.model.MemoryPlan;
import loralei.model.UnetBlocks;
import loralei.model.WeightPlan;

/**
 * What a run needs with any plan.
 *
 * @param config its settings
 * @param size of the largest example
 * @param net the base model's UNet
 * @param plainAttention whether attention is computed by the plain formula, which holds all of its scores
 */
record RunMemory(TrainingConfig config, PictureSize size, PreviewJob.Net net, boolean plainAttention)
        implements MemoryChooser.Needs {
    @Override
    public long peak(MemoryPlan plan) {
        TrainingConfig alike = config.with(
                "gradientCheckpointing", plan.checkpoints() == Checkpoints.NONE ? AutoSwitch.OFF : AutoSwitch.ON);
        long all = net.parameters() * plan.type().bytes();
        long held = Math.max(0, weights(plan.weights()) - plan.weights().offloadedBytes());
        return MemoryEstimate.of(
                        alike, size, net.config(), net.parameters(), plan.type().bytes(), plainAttention)
                - all
                + held;
    }

    @Override
    public Checkpoints saving(WeightPlan weights, long bytes) {
        return Checkpoints.ALL;
    }

    @Override
    public long weights(WeightPlan weights) {
        return net.parameters() * (weights.eightBits() ? 1 : weights.type().bytes());
    }

    @Override
    public int blocks() {
        return UnetBlocks.paths(net.config()).size();
    }

    @Override
    public int count(Checkpoints checkpoints) {
        return UnetBlocks.count(net.config(), checkpoints);
    }
}
