package loralei.model;

import loralei.torch.Tensor;

/** A part of the UNet that takes one activation to the next, and knows its derivative. */
interface Block extends AutoCloseable {
    /** Runs the block and, if the tape has started, pushes its derivative. Does not close the input. */
    Tensor forward(Tensor x, BlockInputs inputs, Tape tape);

    /** Whether something in this block learns, or a gradient of these inputs is wanted from it. */
    boolean learns(BlockInputs inputs);

    /** Diffusers' name of it. */
    String path();

    /** The number of frozen values. */
    long parameters();

    @Override
    void close();
}
