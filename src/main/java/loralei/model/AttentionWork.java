package loralei.model;

/** What the derivative of an attention works with beside the gradients that it gives. */
final class AttentionWork {
    /** As {@code attention_scores} in attention.torchscript. */
    private static final long SMALL = 2_000_000;

    /** Scores, their gradients, and those in front of the softmax. */
    private static final int MATRICES = 3;

    /** As {@code attention_by_blocks} chooses: positions, and the width of a head. */
    private static final long MANY = 2048;

    private static final long NARROW = 48;

    /** As {@code attention_blocks_backward} goes: heads at a time, keys and queries of a block, and copies of the heads' share. */
    private static final long TOGETHER = 4;

    private static final long BLOCK = 512 * 256;

    private static final int COPIES = 9;

    /** The memory-efficient kernel's accumulators have sides that are multiples of this. */
    private static final long TILE = 64;

    private AttentionWork() {}

    /** {@code positions} and {@code others} are those of the whole batch. */
    static long bytes(Workplace place, long batch, long heads, long positions, long others, long channels) {
        long n = positions / batch;
        long m = others / batch;
        long scores = batch * heads * n * m;
        if (place == Workplace.CARD_BY_FORMULA || (!place.isCard() && scores <= SMALL)) {
            return Float.BYTES * (MATRICES * scores + 2 * (positions + others) * channels);
        }
        if (!place.isCard()) {
            boolean blocks = Math.min(n, m) >= MANY && channels / heads <= NARROW;
            long some = Math.min(heads, TOGETHER);
            return blocks ? Float.BYTES * some * (COPIES * n * channels / heads + 2 * BLOCK) : 0;
        }
        return batch * heads * Float.BYTES * (n + (up(n) + 2 * up(m)) * up(channels / heads));
    }

    private static long up(long size) {
        return (size + TILE - 1) / TILE * TILE;
    }
}
