package loralei.train;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import loralei.data.PictureSize;
import loralei.text.Message;
import loralei.text.SettingName;
import loralei.torch.Card;
import loralei.torch.ComputeDevice;
import loralei.torch.Memory;

/**
 * Notices that the memory of a graphics card has run out without an error: Windows' driver then uses main memory in its
 * place, and steps take many times as long. Says so once.
 */
final class SpillWatch {
    /** Main memory is reached through a bus that is ten to thirty times slower than a card's own memory. */
    private static final double MANY_TIMES = 5;

    /** The median of so many steps is compared, so that a pause is none. */
    private static final int STEPS = 5;

    /** Used memory is asked for after this step: by then all has been taken once. */
    private static final int SETTLED = 3;

    /** The driver moves things to main memory when so little is left. */
    private static final double FULL = 0.98;

    private final boolean watches;
    private final long total;
    private final LongSupplier used;
    private final Map<PictureSize, Times> times = new HashMap<>();
    private int steps;
    private boolean told;

    /** The last times of steps of one size, and the best median that they ever had. */
    private static final class Times {
        private final Deque<Double> last = new ArrayDeque<>();
        private double best = Double.MAX_VALUE;

        /** How many times as long as at their best steps take now. */
        double slowness(double seconds) {
            last.add(seconds);
            if (last.size() < STEPS) {
                return 1;
            }
            double median = last.stream().sorted().toList().get(STEPS / 2);
            last.remove();
            best = Math.min(best, median);
            return median / best;
        }
    }

    /**
     * Of a card.
     *
     * @param watches whether there is one
     * @param total its memory where its driver may use main memory in its place; 0 where it does not
     * @param used tells how much of it is in use
     */
    SpillWatch(boolean watches, long total, LongSupplier used) {
        this.watches = watches;
        this.total = total;
        this.used = used;
    }

    /** That of a device. */
    static SpillWatch of(ComputeDevice device) {
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        long total = windows ? device.card().map(Card::memory).orElse(0L) : 0;
        return new SpillWatch(device.isGpu(), total, () -> Memory.usedOnDevice(device));
    }

    /**
     * Told of each step.
     *
     * @param size of its pictures: larger ones take longer
     * @param seconds how long it took
     * @return what to tell the person, once
     */
    Optional<Message> after(PictureSize size, double seconds) {
        if (!watches || told) {
            return Optional.empty();
        }
        steps++;
        double slowness = times.computeIfAbsent(size, any -> new Times()).slowness(seconds);
        if (steps == SETTLED && total > 0 && used.getAsLong() > FULL * total) {
            told = true;
            return Optional.of(Message.of("plan.spills", remedy()));
        }
        if (slowness >= MANY_TIMES) {
            told = true;
            return Optional.of(Message.of("plan.slow", String.format(Locale.ROOT, "%.0f", slowness), remedy()));
        }
        return Optional.empty();
    }

    private static Message remedy() {
        return Message.of(
                "plan.leanerByHand",
                SettingName.of("gradientCheckpointing", "on"),
                SettingName.of("offload", "on"),
                SettingName.of("resume"));
    }
}
