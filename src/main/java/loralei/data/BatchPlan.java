package loralei.data;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Which examples each step shows: full batches of one size, each example as often an epoch as it repeats.
 *
 * <p>All examples of one size, its bucket, are shuffled anew for every epoch, from (seed, epoch) alone. The epochs of a
 * bucket make an endless row, which is cut into batches across the borders of epochs. A batch belongs to the epoch of its
 * first example; the batches of one epoch, of all buckets, come in an order that is shuffled as well. After e epochs a
 * bucket that an epoch shows n examples of has had e n / batch size batches, rounded up: so any step can be looked up
 * without playing the earlier ones, and a resumed run goes on exactly where it stopped. See
 * docs/decisions/0008-batches-of-one-size.md.
 */
public final class BatchPlan {
    /** The examples of each bucket by their numbers, one as often as it repeats. */
    private final List<int[]> buckets;

    private final int batchSize;
    private final long seed;

    /**
     * A plan for these examples.
     *
     * @param batchSize how many examples a step shows, at least 1; may be more than a bucket has
     * @param seed what the order is drawn from
     */
    public BatchPlan(List<Example> examples, int batchSize, long seed) {
        if (examples.isEmpty()) {
            throw new IllegalArgumentException("A batch plan needs at least 1 example");
        }
        if (batchSize < 1) {
            throw new IllegalArgumentException("The batch size must be at least 1, not " + batchSize);
        }
        Map<PictureSize, IntStream.Builder> bySize = new LinkedHashMap<>();
        for (int i = 0; i < examples.size(); i++) {
            IntStream.Builder bucket = bySize.computeIfAbsent(examples.get(i).bucket(), size -> IntStream.builder());
            Collections.nCopies(examples.get(i).repeats(), i).forEach(bucket::add);
        }
        this.buckets =
                bySize.values().stream().map(bucket -> bucket.build().toArray()).toList();
        this.batchSize = batchSize;
        this.seed = seed;
    }

    /** Returns how many examples an epoch shows: each as often as it repeats. */
    public long shownInAnEpoch() {
        return buckets.stream().mapToLong(bucket -> bucket.length).sum();
    }

    /** Returns how often each example is shown in so many steps, times its repeats. */
    public double epochsOf(long steps) {
        return steps * (double) batchSize / shownInAnEpoch();
    }

    /**
     * Returns the number of steps that show every example {@code epochs} times, times its repeats. Where a bucket does not
     * divide evenly, its last batch is filled from the epoch after the last.
     */
    public long totalSteps(long epochs) {
        if (epochs < 0) {
            throw new IllegalArgumentException("The number of epochs must not be negative: " + epochs);
        }
        return buckets.stream().mapToLong(bucket -> batches(bucket, epochs)).reduce(0, Math::addExact);
    }

    /** Returns the most epochs that fit into so many steps. */
    public long mostEpochs(long steps) {
        long shown = shownInAnEpoch();
        long most = Math.multiplyExact(steps, (long) batchSize) / shown; // as if all batches were cut from one row
        // Each bucket may begin one batch more than that.
        long least = Math.max(0, Math.multiplyExact(steps - buckets.size(), (long) batchSize) / shown);
        while (least < most) {
            long middle = least + (most - least + 1) / 2;
            if (totalSteps(middle) <= steps) {
                least = middle;
            } else {
                most = middle - 1;
            }
        }
        return least;
    }

    /**
     * Returns the epoch a step belongs to, as people count: that of its first example.
     *
     * @param step the step, from 1
     * @return the epoch, from 1
     */
    public long epoch(long step) {
        if (step < 1) {
            throw new IllegalArgumentException("Steps count from 1, not " + step);
        }
        return mostEpochs(step - 1) + 1;
    }

    /**
     * Returns the examples of a step.
     *
     * @param step the step, from 1
     * @return {@code batchSize} numbers of examples, counted from 0, all of one bucket
     */
    public int[] indices(long step) {
        long epoch = epoch(step);
        int[] order = bucketsOf(epoch);
        int place = (int) (step - totalSteps(epoch - 1) - 1);
        int number = order[place];
        long earlier = Arrays.stream(order, 0, place)
                .filter(bucket -> bucket == number)
                .count();
        return batch(number, batches(buckets.get(number), epoch - 1) + earlier);
    }

    /** The buckets of an epoch's batches, in the order of its steps. */
    private int[] bucketsOf(long epoch) {
        int[] order = IntStream.range(0, buckets.size())
                .flatMap(number -> {
                    int[] bucket = buckets.get(number);
                    return LongStream.range(batches(bucket, epoch - 1), batches(bucket, epoch))
                            .mapToInt(batch -> number);
                })
                .toArray();
        return buckets.size() == 1 ? order : shuffled(order, epoch, buckets.size());
    }

    /** A batch of a bucket's endless row, from 0. */
    private int[] batch(int number, long index) {
        int[] bucket = buckets.get(number);
        long position = Math.multiplyExact(index, (long) batchSize);
        int[] batch = new int[batchSize];
        int filled = 0;
        while (filled < batchSize) {
            int[] order = shuffled(bucket, (position + filled) / bucket.length + 1, number);
            int offset = (int) ((position + filled) % bucket.length);
            int count = Math.min(bucket.length - offset, batchSize - filled);
            System.arraycopy(order, offset, batch, filled, count);
            filled += count;
        }
        return batch;
    }

    /** How many batches of a bucket have begun after so many epochs. */
    private long batches(int[] bucket, long epochs) {
        long shown = Math.multiplyExact(epochs, (long) bucket.length);
        return shown / batchSize + (shown % batchSize == 0 ? 0 : 1);
    }

    /**
     * Shuffles as Fisher and Yates do.
     *
     * @param row tells shuffles of one epoch apart; mix(0) is 0, so the first is that of a plan of one bucket
     */
    private int[] shuffled(int[] sorted, long epoch, int row) {
        // Scrambled again after adding the epoch: states that are plain neighbours would give shifted copies of one
        // row.
        SplitMix64 random = new SplitMix64(SplitMix64.mix(SplitMix64.mix(seed) + epoch) + SplitMix64.mix(row));
        int[] order = sorted.clone();
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }
}
