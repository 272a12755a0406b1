package loralei.train;

import loralei.lora.LoraAdapter;
import loralei.torch.ComputeDevice;

/** Makes optimizers. */
public final class Optimizers {
    private Optimizers() {}

    /** AdamW with moments in fp32. */
    public static Optimizer adamW(LoraAdapter adapter, AdamWSettings settings, ComputeDevice device) {
        return new AdamW(adapter, settings, device);
    }

    /** AdamW with moments in 8 bits. */
    public static Optimizer adamW8bit(LoraAdapter adapter, AdamWSettings settings, ComputeDevice device) {
        return new AdamW8bit(adapter, settings, device);
    }
}
