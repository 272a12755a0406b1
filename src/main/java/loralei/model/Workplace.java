package loralei.model;

import loralei.torch.ComputeType;

/** Where a step computes, as far as its memory is concerned. */
public enum Workplace {
    PROCESSOR,
    CARD,

    /** A card without a kernel for attention in this type, which holds all of its scores therefore. */
    CARD_BY_FORMULA;

    /**
     * Bytes of a value of an activation. Processors compute in fp32 whatever the weights are held in: see {@code arithmetic} in
     * basics.torchscript.
     */
    int activationBytes(ComputeType type) {
        return this == PROCESSOR ? ComputeType.FP32.bytes() : type.bytes();
    }

    boolean isCard() {
        return this != PROCESSOR;
    }
}
