package loralei.data;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import loralei.data.Example.Role;

/**
 * Which examples each step shows: full batches of one size, each example as often an epoch as it repeats.
 *
 * <p>All examples of one size, its bucket, are shuffled anew for every epoch, from (seed, epoch) alone. The epochs of a
 * bucket make an endless row, which is cut into batches across the borders of epochs. A batch belongs to the epoch of its
 * first example; the batches of one epoch, of all buckets, come in an order that is shuffled as well. After e epochs a
 * bucket that an epoch shows n examples of has had e n / batch size batches, rounded up: so any step can be looked up
 * without playing the earlier ones, and a resumed run goes on exactly where it stopped. See
 * docs/decisions/0008-batches-of-one-size.md.
 *
 * <p>Class pictures come in pairs with pictures of the thing that is learned: a step shows as many of the one as of the
 * other. They have rows of their own, one for each bucket. All of them count in the length of an epoch, as in the
 * original Dreambooth programs: 24 pictures and 48 class pictures are 72 steps of one pair each, so that the pictures of
 * the thing are shown three times as often as without.
 */
public final class BatchPlan {
    /** The examples of each bucket by their numbers, one as often as it repeats. */
    private final List<int[]> buckets;

    /** The class examples of each bucket likewise; none where an array is empty. */
    private final List<int[]> classes;

    /** How many class examples an epoch shows, counting those that are still to be drawn. */
    private final long shownOfClass;

    private final int batchSize;
    private final long seed;

    /** A plan for these examples. */
    public BatchPlan(List<Example> examples, int batchSize, long seed) {
        this(examples, 0, batchSize, seed);
    }

    /**
     * A plan for these examples.
     *
     * @param toDraw how many class examples are still to be drawn; they count in the length only
     * @param batchSize how many examples a step shows, at least 1; may be more than a bucket has
     * @param seed what the order is drawn from
     */
    public BatchPlan(List<Example> examples, int toDraw, int batchSize, long seed) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("The batch size must be at least 1, not " + batchSize);
        }
        Map<PictureSize, int[]> rows = rows(examples, Role.INSTANCE);
        Map<PictureSize, int[]> classRows = rows(examples, Role.CLASS);
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("A batch plan needs at least 1 example");
        }
        this.buckets = List.copyOf(rows.values());
        this.classes = rows.keySet().stream()
                .map(size -> classRows.getOrDefault(size, new int[0]))
                .toList();
        this.shownOfClass =
                toDraw + classes.stream().mapToLong(row -> row.length).sum();
        this.batchSize = batchSize;
        this.seed = seed;
    }

    /** The numbers of the examples of a role by size, each as often as it repeats. */
    private static Map<PictureSize, int[]> rows(List<Example> examples, Role role) {
        Map<PictureSize, IntStream.Builder> bySize = new LinkedHashMap<>();
        for (int i = 0; i < examples.size(); i++) {
            Example example = examples.get(i);
            if (example.role() == role) {
                IntStream.Builder row = bySize.computeIfAbsent(example.bucket(), size -> IntStream.builder());
                Collections.nCopies(example.repeats(), i).forEach(row::add);
            }
        }
        Map<PictureSize, int[]> rows = new LinkedHashMap<>();
        bySize.forEach((size, row) -> rows.put(size, row.build().toArray()));
        return rows;
    }

    /** Returns how many examples an epoch shows: each as often as it repeats. */
    public long shownInAnEpoch() {
        return shownInAPass() + shownOfClass;
    }

    /** Returns how many class examples an epoch shows, those that are still to be drawn too. */
    public long shownOfClass() {
        return shownOfClass;
    }

    private long shownInAPass() {
        return buckets.stream().mapToLong(bucket -> bucket.length).sum();
    }

    /** Returns how often each example is shown in so many steps, times its repeats. */
    public double epochsOf(long steps) {
        return steps * (double) batchSize / shownInAnEpoch();
    }

    /**
     * Returns the number of steps of so many epochs. Without class examples they show every example {@code epochs} times,
     * times its repeats; where a bucket does not divide evenly, its last batch is filled from the epoch after the last.
     */
    public long totalSteps(long epochs) {
        if (epochs < 0) {
            throw new IllegalArgumentException("The number of epochs must not be negative: " + epochs);
        }
        if (shownOfClass == 0) {
            return stepsOfPasses(epochs);
        }
        return roundedUp(Math.multiplyExact(epochs, shownInAnEpoch()));
    }

    /** Returns the most epochs that fit into so many steps. */
    public long mostEpochs(long steps) {
        return shownOfClass == 0 ? mostPasses(steps) : Math.multiplyExact(steps, (long) batchSize) / shownInAnEpoch();
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
     * @return {@code batchSize} numbers of examples, counted from 0, all of one bucket; then as many of class examples
     *     of the same size, if there are any
     */
    public int[] indices(long step) {
        if (step < 1) {
            throw new IllegalArgumentException("Steps count from 1, not " + step);
        }
        long pass = mostPasses(step - 1) + 1;
        int[] order = bucketsOf(pass);
        int place = (int) (step - stepsOfPasses(pass - 1) - 1);
        int number = order[place];
        long earlier = Arrays.stream(order, 0, place)
                .filter(bucket -> bucket == number)
                .count();
        long index = batches(buckets.get(number), pass - 1) + earlier;
        int[] ofClass = classes.get(number);
        IntStream instances = IntStream.of(batch(buckets.get(number), number, index));
        return ofClass.length == 0
                ? instances.toArray()
                : IntStream.concat(instances, IntStream.of(batch(ofClass, buckets.size() + number, index)))
                        .toArray();
    }

    /** The steps in which every example that is not of the class is shown so often. */
    private long stepsOfPasses(long passes) {
        return buckets.stream().mapToLong(bucket -> batches(bucket, passes)).reduce(0, Math::addExact);
    }

    private long mostPasses(long steps) {
        long shown = shownInAPass();
        long most = Math.multiplyExact(steps, (long) batchSize) / shown; // as if all batches were cut from one row
        // Each bucket may begin one batch more than that.
        long least = Math.max(0, Math.multiplyExact(steps - buckets.size(), (long) batchSize) / shown);
        while (least < most) {
            long middle = least + (most - least + 1) / 2;
            if (stepsOfPasses(middle) <= steps) {
                least = middle;
            } else {
                most = middle - 1;
            }
        }
        return least;
    }

    /** The buckets of the batches of an epoch, in the order of its steps. */
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

    /** A batch of an endless row, from 0. */
    private int[] batch(int[] bucket, int row, long index) {
        long position = Math.multiplyExact(index, (long) batchSize);
        int[] batch = new int[batchSize];
        int filled = 0;
        while (filled < batchSize) {
            int[] order = shuffled(bucket, (position + filled) / bucket.length + 1, row);
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
        return roundedUp(shown);
    }

    /** How many batches so many examples are. */
    private long roundedUp(long shown) {
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
