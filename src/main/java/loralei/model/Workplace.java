package loralei.model;

import loralei.torch.Allocator;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;

/** Where a step computes, as far as its memory is concerned. */
public enum Workplace {
    PROCESSOR,

    /** A processor that multiplies bf16 by instructions of its own. */
    PROCESSOR_OF_BF16,
    CARD,

    /** A card without a kernel for attention in this type, which holds all of its scores therefore. */
    CARD_BY_FORMULA;

    /**
     * Bytes of a value of an activation. Most processors compute in fp32 whatever the weights are held in: see {@code arithmetic}
     * in basics.torchscript.
     */
    int activationBytes(ComputeType type) {
        return computesIn(type) ? type.bytes() : ComputeType.FP32.bytes();
    }

    /** Whether the type is one for the arithmetic here, and not for keeping weights in alone. */
    public boolean computesIn(ComputeType type) {
        return isCard() || type == ComputeType.FP32 || (this == PROCESSOR_OF_BF16 && type == ComputeType.BF16);
    }

    /** A device's; of a processor by asking libtorch, of a card without asking which kernels it has. */
    public static Workplace of(ComputeDevice device) {
        if (device.isGpu()) {
            return CARD;
        }
        return Allocator.computesIn(ComputeType.BF16) ? PROCESSOR_OF_BF16 : PROCESSOR;
    }

    /** Whether it is a graphics card. */
    public boolean isCard() {
        return this == CARD || this == CARD_BY_FORMULA;
    }
}
