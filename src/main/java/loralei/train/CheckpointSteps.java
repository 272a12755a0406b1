package loralei.train;

import com.fasterxml.jackson.databind.util.StdConverter;
import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/** The steps after which a checkpoint is written, told without being kept: there may be millions. */
final class CheckpointSteps extends AbstractList<Integer> implements RandomAccess {
    private final int every;
    private final int size;

    /**
     * The multiples of a number of steps, short of the last step of the run.
     *
     * @param every steps between two checkpoints; 0 for none
     * @param steps steps of the run
     */
    CheckpointSteps(int every, int steps) {
        this.every = every;
        this.size = every > 0 ? Math.max(0, steps - 1) / every : 0;
    }

    /** So many of them as a program that reads JSON can be given. */
    static final class Beginning extends StdConverter<List<Integer>, List<Integer>> {
        private static final int MOST = 1000;

        @Override
        public List<Integer> convert(List<Integer> steps) {
            return steps.subList(0, Math.min(MOST, steps.size()));
        }
    }

    @Override
    public Integer get(int index) {
        return every * (Objects.checkIndex(index, size) + 1);
    }

    @Override
    public int size() {
        return size;
    }
}
