package loralei.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchPlanTest {
    @Test
    void theGeneratorGivesTheKnownNumbersOfSplitMix64() {
        SplitMix64 random = new SplitMix64(1234567); // test vector of the algorithm's page on Rosetta Code
        assertThat(new long[] {random.nextLong(), random.nextLong(), random.nextLong()})
                .containsExactly(
                        6457827717110365317L, 3203168211198807973L, Long.parseUnsignedLong("9817491932198370423"));
    }

    @ParameterizedTest
    @CsvSource({"8,1", "8,3", "7,2", "5,5", "3,8", "1,4", "1,1", "100,7"})
    void everyEpochShowsEveryPictureOnce(int pictures, int batch) {
        BatchPlan plan = new BatchPlan(pictures, batch, 42);
        int epochs = 6;
        List<Integer> shown = new ArrayList<>();
        for (long step = 1; step <= plan.totalSteps(epochs); step++) {
            int[] indices = plan.indices(step);
            assertThat(indices).hasSize(batch);
            IntStream.of(indices).forEach(shown::add);
        }
        assertThat(shown.size()).isBetween(epochs * pictures, epochs * pictures + batch - 1);
        List<Integer> all = IntStream.range(0, pictures).boxed().toList();
        for (int epoch = 0; epoch < epochs; epoch++) {
            assertThat(shown.subList(epoch * pictures, (epoch + 1) * pictures))
                    .containsExactlyInAnyOrderElementsOf(all);
        }
    }

    @ParameterizedTest
    @CsvSource({"8,3", "3,8", "5,5"})
    void anyStepCanBeLookedUpWithoutTheEarlierOnes(int pictures, int batch) {
        List<Integer> row = new ArrayList<>();
        BatchPlan epochs = new BatchPlan(pictures, batch, 7);
        for (int epoch = 1; epoch <= 200; epoch++) {
            IntStream.of(epochs.permutation(epoch)).forEach(row::add);
        }
        for (int step = row.size() / batch; step >= 1; step--) { // backwards: no history
            int[] expected = row.subList((step - 1) * batch, step * batch).stream()
                    .mapToInt(i -> i)
                    .toArray();
            assertThat(new BatchPlan(pictures, batch, 7).indices(step)).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({"1,8,1,8", "1,8,3,3", "2,8,3,6", "3,8,4,6", "10,3,8,4", "1,1,4,1", "0,5,2,0"})
    void totalStepsAreEpochsTimesPicturesOverBatchRoundedUp(int epochs, int pictures, int batch, long steps) {
        assertThat(new BatchPlan(pictures, batch, 0).totalSteps(epochs)).isEqualTo(steps);
    }

    @Test
    void aStepBelongsToTheEpochOfItsFirstPicture() {
        BatchPlan plan = new BatchPlan(5, 2, 0);
        assertThat(IntStream.rangeClosed(1, 6).mapToLong(plan::epoch)).containsExactly(1L, 1L, 1L, 2L, 2L, 3L);
        assertThat(new BatchPlan(3, 8, 0).epoch(2)).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"1,8,3", "3,8,4", "10,3,8", "7,1,4"})
    void theLastStepStillBelongsToTheLastEpoch(int epochs, int pictures, int batch) {
        BatchPlan plan = new BatchPlan(pictures, batch, 0);
        assertThat(plan.epoch(plan.totalSteps(epochs))).isLessThanOrEqualTo(epochs);
        assertThat(plan.epoch(plan.totalSteps(epochs) + 1)).isGreaterThan(epochs);
    }

    @Test
    void theOrderStaysAsItIs() { // a change here would break the resuming of runs that are under way
        assertThat(new BatchPlan(8, 1, 42).permutation(1)).containsExactly(0, 4, 5, 6, 1, 3, 7, 2);
        assertThat(new BatchPlan(8, 1, 42).permutation(2)).containsExactly(5, 1, 4, 0, 2, 3, 7, 6);
    }

    @Test
    void epochsAndSeedsDiffer() {
        Set<List<Integer>> orders = new HashSet<>();
        for (int seed = 0; seed < 20; seed++) {
            for (int epoch = 1; epoch <= 20; epoch++) {
                orders.add(IntStream.of(new BatchPlan(30, 1, seed).permutation(epoch))
                        .boxed()
                        .toList());
            }
        }
        assertThat(orders).hasSize(400);
    }

    @Test
    void everyPictureComesFirstAboutEquallyOften() {
        int[] first = new int[5];
        BatchPlan plan = new BatchPlan(5, 1, 99);
        for (int epoch = 1; epoch <= 5_000; epoch++) {
            first[plan.permutation(epoch)[0]]++;
        }
        for (int count : first) {
            assertThat(count).isBetween(850, 1_150); // 1000 expected, standard deviation 28
        }
    }

    @Test
    void nonsenseIsRefusedByName() {
        assertThatThrownBy(() -> new BatchPlan(0, 1, 0)).hasMessageContaining("at least 1 picture");
        assertThatThrownBy(() -> new BatchPlan(1, 0, 0)).hasMessageContaining("batch size");
        assertThatThrownBy(() -> new BatchPlan(1, 1, 0).indices(0)).hasMessageContaining("Steps count from 1");
        assertThatThrownBy(() -> new BatchPlan(1, 1, 0).permutation(0)).hasMessageContaining("Epochs count from 1");
        assertThatThrownBy(() -> new BatchPlan(1, 1, 0).totalSteps(-1)).hasMessageContaining("epochs");
    }
}
