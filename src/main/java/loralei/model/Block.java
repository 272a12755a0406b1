package loralei.model;

import loralei.torch.Tensor;

/** A part of the UNet that takes one activation to the next, and knows its derivative. */
interface Block extends AutoCloseable {
    /** Runs the block and, if the tape has started, pushes its derivative. Does not close the input. */
    Tensor forward(Tensor x, BlockInputs inputs, Tape tape);

    /** Whether this block has adapters among these inputs. */
    default boolean learns(BlockInputs inputs) {
        return false;
    }

    /** The number of frozen values. */
    long parameters();

    @Override
    void close();
}
