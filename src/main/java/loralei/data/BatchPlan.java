package loralei.data;

/**
 * Which pictures each step shows. Every epoch is a permutation of all pictures drawn from (seed, epoch) alone, and the
 * steps cut the endless row of epochs into batches of equal size, across the borders of epochs. So any step can be
 * looked up without playing the earlier ones, and a resumed run goes on exactly where it stopped.
 *
 * @param pictures how many pictures there are, at least 1
 * @param batchSize how many pictures a step shows, at least 1; may be more than there are pictures
 * @param seed what the order is drawn from
 */
public record BatchPlan(int pictures, int batchSize, long seed) {
    /** Checks that there is something to show. */
    public BatchPlan {
        if (pictures < 1) {
            throw new IllegalArgumentException("A batch plan needs at least 1 picture, not " + pictures);
        }
        if (batchSize < 1) {
            throw new IllegalArgumentException("The batch size must be at least 1, not " + batchSize);
        }
    }

    /**
     * Returns the number of steps that show every picture {@code epochs} times: epochs x pictures / batch size, rounded
     * up. If it does not divide evenly, the last step is filled from the epoch after the last.
     */
    public long totalSteps(long epochs) {
        if (epochs < 0) {
            throw new IllegalArgumentException("The number of epochs must not be negative: " + epochs);
        }
        long shown = Math.multiplyExact(epochs, (long) pictures);
        return shown / batchSize + (shown % batchSize == 0 ? 0 : 1);
    }

    /**
     * Returns the pictures of a step.
     *
     * @param step the step, from 1
     * @return {@code batchSize} numbers from 0 to {@code pictures - 1}
     */
    public int[] indices(long step) {
        long position = firstPosition(step);
        int[] batch = new int[batchSize];
        int filled = 0;
        while (filled < batchSize) {
            int[] order = permutation((position + filled) / pictures + 1);
            int offset = (int) ((position + filled) % pictures);
            int count = Math.min(pictures - offset, batchSize - filled);
            System.arraycopy(order, offset, batch, filled, count);
            filled += count;
        }
        return batch;
    }

    /**
     * Returns the epoch a step belongs to, as people count: that of its first picture.
     *
     * @param step the step, from 1
     * @return the epoch, from 1
     */
    public long epoch(long step) {
        return firstPosition(step) / pictures + 1;
    }

    /**
     * Returns the order in which an epoch shows the pictures.
     *
     * @param epoch the epoch, from 1
     * @return each number from 0 to {@code pictures - 1} once
     */
    public int[] permutation(long epoch) {
        if (epoch < 1) {
            throw new IllegalArgumentException("Epochs count from 1, not " + epoch);
        }
        int[] order = new int[pictures];
        for (int i = 0; i < pictures; i++) {
            order[i] = i;
        }
        // Scrambled again after adding the epoch: states that are plain neighbours would give shifted copies of one
        // row.
        SplitMix64 random = new SplitMix64(SplitMix64.mix(SplitMix64.mix(seed) + epoch));
        for (int i = pictures - 1; i > 0; i--) { // Fisher and Yates
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }

    private long firstPosition(long step) {
        if (step < 1) {
            throw new IllegalArgumentException("Steps count from 1, not " + step);
        }
        return Math.multiplyExact(step - 1, (long) batchSize);
    }
}
