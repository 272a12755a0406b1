package loralei.model;

import loralei.torch.Tensor;

/** A part of the UNet that takes one activation to the next, and knows its derivative. */
interface Block extends AutoCloseable {
    /** Runs the block and, if the tape has started, pushes its derivative. Does not close the input. */
    Tensor forward(Tensor x, BlockInputs inputs, Tape tape);

    /**
     * Runs the block again for what its derivative needs, from the same input to the same bits. Nobody needs the result: it may be
     * an empty tensor, and what is for it alone is not computed.
     */
    default Tensor again(Tensor x, BlockInputs inputs, Tape tape) {
        return forward(x, inputs, tape);
    }

    /** Whether something in this block learns, or a gradient of these inputs is wanted from it. */
    boolean learns(BlockInputs inputs);

    /** Whether the first of its parts does: then there is nothing in it that runs before the learning begins. */
    default boolean learnsAtOnce(BlockInputs inputs) {
        return learns(inputs);
    }

    /** Diffusers' name of it. */
    String path();

    /** The number of frozen values. */
    long parameters();

    @Override
    void close();
}
