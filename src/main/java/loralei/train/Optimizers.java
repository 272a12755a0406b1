package loralei.train;

import loralei.config.TrainingConfig;
import loralei.lora.LoraAdapter;
import loralei.torch.ComputeDevice;

/** Makes optimizers. */
public final class Optimizers {
    private Optimizers() {}

    /** The optimizer that a configuration asks for. */
    public static Optimizer make(TrainingConfig config, LoraAdapter adapter, ComputeDevice device) {
        AdamWSettings settings = AdamWSettings.withDecay(config.weightDecay());
        return switch (config.optimizer()) {
            case ADAMW -> new AdamW(adapter, settings, device);
            case ADAMW_8BIT -> new AdamW8bit(adapter, settings, device);
        };
    }
}
