package loralei.model;

import loralei.torch.TensorList;

/** The frozen weights of a block, wherever and however they are kept. */
interface FrozenWeights extends AutoCloseable {
    /**
     * What the block's kernels take: weights in the arithmetic's type or a narrower one, see {@code weights.torchscript}. Good
     * until those of another block are asked for.
     */
    TensorList list();

    /** The number of values. */
    long count();

    @Override
    void close();

    /** Weights that stay where they are computed with, and are owned by what is made here. */
    static FrozenWeights resident(TensorList list, long count) {
        return new FrozenWeights() {
            @Override
            public TensorList list() {
                return list;
            }

            @Override
            public long count() {
                return count;
            }

            @Override
            public void close() {
                list.close();
            }
        };
    }
}
