package loralei.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

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
        BatchPlan plan = new BatchPlan(ExampleFixture.plain(pictures), batch, 42);
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
        BatchPlan epochs = new BatchPlan(ExampleFixture.plain(pictures), pictures, 7);
        for (int epoch = 1; epoch <= 200; epoch++) {
            IntStream.of(epochs.indices(epoch)).forEach(row::add);
        }
        for (int step = row.size() / batch; step >= 1; step--) { // backwards: no history
            int[] expected = row.subList((step - 1) * batch, step * batch).stream()
                    .mapToInt(i -> i)
                    .toArray();
            assertThat(new BatchPlan(ExampleFixture.plain(pictures), batch, 7).indices(step))
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({"1,8,1,8", "1,8,3,3", "2,8,3,6", "3,8,4,6", "10,3,8,4", "1,1,4,1", "0,5,2,0"})
    void totalStepsAreEpochsTimesPicturesOverBatchRoundedUp(int epochs, int pictures, int batch, long steps) {
        assertThat(new BatchPlan(ExampleFixture.plain(pictures), batch, 0).totalSteps(epochs))
                .isEqualTo(steps);
    }

    @Test
    void aStepBelongsToTheEpochOfItsFirstPicture() {
        BatchPlan plan = new BatchPlan(ExampleFixture.plain(5), 2, 0);
        assertThat(IntStream.rangeClosed(1, 6).mapToLong(plan::epoch)).containsExactly(1L, 1L, 1L, 2L, 2L, 3L);
        assertThat(new BatchPlan(ExampleFixture.plain(3), 8, 0).epoch(2)).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"1,8,3", "3,8,4", "10,3,8", "7,1,4"})
    void theLastStepStillBelongsToTheLastEpoch(int epochs, int pictures, int batch) {
        BatchPlan plan = new BatchPlan(ExampleFixture.plain(pictures), batch, 0);
        assertThat(plan.epoch(plan.totalSteps(epochs))).isLessThanOrEqualTo(epochs);
        assertThat(plan.epoch(plan.totalSteps(epochs) + 1)).isGreaterThan(epochs);
    }

    @Test
    void theOrderStaysAsItIs() { // a change here would break the resuming of runs that are under way
        assertThat(new BatchPlan(ExampleFixture.plain(8), 8, 42).indices(1)).containsExactly(0, 4, 5, 6, 1, 3, 7, 2);
        assertThat(new BatchPlan(ExampleFixture.plain(8), 8, 42).indices(2)).containsExactly(5, 1, 4, 0, 2, 3, 7, 6);
    }

    @Test
    void epochsAndSeedsDiffer() {
        Set<List<Integer>> orders = new HashSet<>();
        for (int seed = 0; seed < 20; seed++) {
            for (int epoch = 1; epoch <= 20; epoch++) {
                orders.add(IntStream.of(new BatchPlan(ExampleFixture.plain(30), 30, seed).indices(epoch))
                        .boxed()
                        .toList());
            }
        }
        assertThat(orders).hasSize(400);
    }

    @Test
    void everyPictureComesFirstAboutEquallyOften() {
        int[] first = new int[5];
        BatchPlan plan = new BatchPlan(ExampleFixture.plain(5), 5, 99);
        for (int epoch = 1; epoch <= 5_000; epoch++) {
            first[plan.indices(epoch)[0]]++;
        }
        for (int count : first) {
            assertThat(count).isBetween(850, 1_150); // 1000 expected, standard deviation 28
        }
    }

    @Test
    void nonsenseIsRefusedByName() {
        assertThatThrownBy(() -> new BatchPlan(ExampleFixture.plain(0), 1, 0))
                .hasMessageContaining("at least 1 example");
        assertThatThrownBy(() -> new BatchPlan(ExampleFixture.plain(1), 0, 0)).hasMessageContaining("batch size");
        assertThatThrownBy(() -> new BatchPlan(ExampleFixture.plain(1), 1, 0).indices(0))
                .hasMessageContaining("Steps count from 1");
        assertThatThrownBy(() -> new BatchPlan(ExampleFixture.plain(1), 1, 0).totalSteps(-1))
                .hasMessageContaining("epochs");
    }

    /** Plans of up to four sizes, up to nine examples of each, shown up to three times an epoch, in any batch size. */
    private static IntStream anyPlans() {
        return IntStream.range(0, 60);
    }

    private static List<Example> any(Random random) {
        List<Example> examples = new ArrayList<>();
        int sizes = 1 + random.nextInt(4);
        for (int size = 1; size <= sizes; size++) {
            for (int left = 1 + random.nextInt(9); left > 0; left--) {
                PictureSize bucket = new PictureSize(64 * size, 64);
                examples.add(ExampleFixture.of(examples.size(), bucket, 1 + random.nextInt(3)));
            }
        }
        Collections.shuffle(examples, random);
        return examples;
    }

    @ParameterizedTest
    @MethodSource("anyPlans")
    void everyEpochShowsEveryExampleAsOftenAsItRepeatsInFullBatchesOfOneSize(int number) {
        Random random = new Random(number);
        List<Example> examples = any(random);
        int batch = 1 + random.nextInt(6);
        int epochs = 1 + random.nextInt(5);
        BatchPlan plan = new BatchPlan(examples, batch, number);
        Map<PictureSize, List<Integer>> rows = new HashMap<>();
        for (long step = 1; step <= plan.totalSteps(epochs); step++) {
            int[] indices = plan.indices(step);
            assertThat(indices).hasSize(batch);
            PictureSize size = examples.get(indices[0]).bucket();
            IntStream.of(indices).forEach(i -> {
                assertThat(examples.get(i).bucket()).isEqualTo(size);
                rows.computeIfAbsent(size, key -> new ArrayList<>()).add(i);
            });
        }
        rows.forEach((size, row) -> {
            List<Integer> once = IntStream.range(0, examples.size())
                    .filter(i -> examples.get(i).bucket().equals(size))
                    .flatMap(i ->
                            IntStream.generate(() -> i).limit(examples.get(i).repeats()))
                    .boxed()
                    .toList();
            assertThat(row.size()).isBetween(epochs * once.size(), epochs * once.size() + batch - 1);
            for (int epoch = 0; epoch < epochs; epoch++) {
                assertThat(row.subList(epoch * once.size(), (epoch + 1) * once.size()))
                        .containsExactlyInAnyOrderElementsOf(once);
            }
        });
        assertThat(rows)
                .hasSize((int) examples.stream().map(Example::bucket).distinct().count());
    }

    @ParameterizedTest
    @MethodSource("anyPlans")
    void anEpochHasTheStepsOfAllItsSizesAndStepsAndEpochsAgree(int number) {
        Random random = new Random(number);
        List<Example> examples = any(random);
        int batch = 1 + random.nextInt(6);
        BatchPlan plan = new BatchPlan(examples, batch, number);
        Map<PictureSize, Integer> shown = new HashMap<>();
        examples.forEach(example -> shown.merge(example.bucket(), example.repeats(), Integer::sum));
        assertThat(plan.totalSteps(1))
                .isEqualTo(shown.values().stream()
                        .mapToInt(count -> (count + batch - 1) / batch)
                        .sum());
        assertThat(plan.shownInAnEpoch())
                .isEqualTo(shown.values().stream().mapToInt(i -> i).sum());
        long epoch = 0;
        for (long step = 1; step <= 80; step++) {
            while (plan.totalSteps(epoch) < step) {
                epoch++;
            }
            assertThat(plan.epoch(step)).isEqualTo(epoch);
            assertThat(plan.totalSteps(plan.mostEpochs(step))).isLessThanOrEqualTo(step);
            assertThat(plan.totalSteps(plan.mostEpochs(step) + 1)).isGreaterThan(step);
        }
    }

    @Test
    void sizesComeInAnOrderThatIsAnotherInEveryEpoch() {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            examples.add(ExampleFixture.of(i, new PictureSize(64 * (1 + i % 3), 64), 1));
        }
        BatchPlan plan = new BatchPlan(examples, 1, 5);
        Set<List<Integer>> orders = new HashSet<>();
        for (int epoch = 0; epoch < 50; epoch++) {
            orders.add(LongStream.rangeClosed(12L * epoch + 1, 12L * epoch + 12)
                    .mapToObj(step -> plan.indices(step)[0] % 3)
                    .toList());
        }
        assertThat(orders).hasSizeGreaterThan(45);
    }

    @Test
    void stepsFarOutCanBeLookedUp() {
        List<Example> examples = List.of(
                ExampleFixture.of(0, new PictureSize(64, 64), 3), ExampleFixture.of(1, new PictureSize(64, 128), 1));
        BatchPlan plan = new BatchPlan(examples, 1024, 3);
        assertThat(plan.indices(Integer.MAX_VALUE)).hasSize(1024);
        assertThat(plan.epoch(Integer.MAX_VALUE)).isBetween(549_755_813_000L, 549_755_814_000L); // steps x 1024 / 4
    }
}
