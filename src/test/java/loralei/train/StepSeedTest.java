package loralei.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StepSeedTest {
    /** Computed with SplitMix64 in Python. Another number here would break the resuming of runs that are under way. */
    @Test
    void theNumbersStayAsTheyAre() {
        assertThat(StepSeed.of(0, 1)).isEqualTo(2939677055L);
        assertThat(StepSeed.of(42, 1)).isEqualTo(2583233866L);
        assertThat(StepSeed.of(42, 2)).isEqualTo(2257628742L);
        assertThat(StepSeed.of(Integer.MAX_VALUE, 100_000)).isEqualTo(4010606323L);
    }

    @Test
    void neighbouringSeedsAndStepsShareNoNumber() {
        Set<Long> numbers = new HashSet<>();
        for (int seed = 0; seed < 30; seed++) {
            for (int step = 1; step <= 30; step++) {
                numbers.add(StepSeed.of(seed, step));
            }
        }
        assertThat(numbers).hasSize(900);
    }
}
