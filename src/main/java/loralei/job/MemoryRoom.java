package loralei.job;

import java.util.OptionalLong;
import loralei.torch.Card;

/**
 * How much memory a run may take.
 *
 * @param onCard whether it is that of a graphics card
 * @param total what there is in all; 0 where that is not known
 * @param free what others leave, some of it for the sake of safety; empty where that is not known
 */
record MemoryRoom(boolean onCard, long total, OptionalLong free) {
    /** For what an estimate may be too low, and for what is cut into pieces too small to use. */
    private static final double SURE = 0.94;

    /** Of main memory a tenth is left to the system: beyond that it writes to the disk what others had in it. */
    private static final int TENTHS = 9;

    /** On a graphics card. {@code taken} is what other programs have of it. */
    static MemoryRoom on(Card card, long taken) {
        return card.memory() == 0
                ? unknown(true)
                : new MemoryRoom(true, card.memory(), OptionalLong.of((long) (SURE * (card.memory() - taken))));
    }

    /** In main memory. {@code available} is what the system can give without paging; 0 where it does not tell. */
    static MemoryRoom inMain(long total, long available) {
        return total == 0
                ? unknown(false)
                : new MemoryRoom(false, total, OptionalLong.of((long) (SURE * (available > 0 ? available : total))));
    }

    /** Where nobody tells how much there is. */
    static MemoryRoom unknown(boolean onCard) {
        return new MemoryRoom(onCard, 0, OptionalLong.empty());
    }

    /** Whether so much fits without anybody's harm. */
    boolean has(long bytes) {
        return free.isEmpty() || bytes <= free.getAsLong();
    }

    /** Whether so much is there at all; main memory that others hold can be had too. */
    boolean holds(long bytes) {
        return has(bytes) || (!onCard && bytes <= total / 10 * TENTHS);
    }
}
