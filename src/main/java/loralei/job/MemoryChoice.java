package loralei.job;

import java.util.ArrayList;
import java.util.List;
import loralei.config.Bytes;
import loralei.model.MemoryPlan;
import loralei.model.WeightPlan;
import loralei.text.Message;

/**
 * The plan that was chosen for a run.
 *
 * @param plan how the run uses memory
 * @param again how many blocks of the UNet are computed twice
 * @param blocks how many there are
 * @param offloaded bytes of the base model's weights that stay in main memory
 * @param needed about what the run takes at its peak, in bytes
 * @param room what there is for it
 */
record MemoryChoice(MemoryPlan plan, int again, int blocks, long offloaded, long needed, MemoryRoom room) {
    private static final int BITS = 8;
    private static final long MIB = 1 << 20;

    /** More than there are blocks, and mebibytes of weights. */
    private static final int KIND = 1_000_000;

    /** Whether the run fits with it. */
    boolean fits() {
        return room.holds(needed);
    }

    /** How much is given up for memory; more is leaner. What costs more counts more, however little there is of it. */
    int leanness() {
        int kinds = (offloaded > 0 ? 2 : 0) + (plan.weights().eightBits() ? 1 : 0);
        return kinds * KIND + (int) (offloaded / MIB) + again;
    }

    /** A sentence for the person before the start. */
    Message told() {
        if (room.free().isEmpty()) {
            return Message.of("plan.unknown", words());
        }
        String there = Bytes.memory(room.total());
        return fits()
                ? Message.of("plan.fits", there, words())
                : Message.of("plan.tight", Bytes.memory(needed), there, words());
    }

    /** What is done, as the end of a sentence. */
    Message words() {
        WeightPlan weights = plan.weights();
        List<Message> parts = new ArrayList<>();
        parts.add(Message.of("plan.bits", BITS * plan.type().bytes()));
        if (weights.eightBits()) {
            parts.add(Message.of("plan.eightBits", weights.heldIn()));
        }
        if (weights.offloadedBytes() == WeightPlan.ALL) {
            parts.add(Message.of(room.onCard() ? "plan.allOffloaded" : "plan.mapped"));
        } else if (offloaded > 0) {
            parts.add(Message.of("plan.offloaded", Bytes.memory(offloaded)));
        }
        parts.add(
                again == 0
                        ? Message.of("plan.once")
                        : again == blocks ? Message.of("plan.all") : Message.of("plan.some", again, blocks));
        return Message.joined(", ", parts);
    }
}
