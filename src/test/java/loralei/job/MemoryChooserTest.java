package loralei.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import loralei.config.AutoSwitch;
import loralei.config.BaseWeights;
import loralei.config.Family;
import loralei.config.TrainingConfig;
import loralei.model.CheckpointChoice;
import loralei.model.Checkpoints;
import loralei.model.MemoryPlan;
import loralei.model.WeightPlan;
import loralei.torch.Card;
import loralei.torch.ComputeType;
import org.junit.jupiter.api.Test;

/** Plans for a made-up network: 2,000 MB of weights, 100 MB elsewhere, and ten blocks, 90 of whose 100 MB can be saved. */
class MemoryChooserTest {
    private static final long MB = 1_000_000;
    private static final int BLOCKS = 10;
    private static final List<String> PATHS =
            IntStream.range(0, BLOCKS).mapToObj(String::valueOf).toList();

    /** {@code inFile} is the kind of 8 bits that suits the base model. */
    private record MadeUp(BaseWeights inFile) implements MemoryChooser.Needs {
        @Override
        public long peak(MemoryPlan plan) {
            long held = Math.max(0, weights(plan.weights()) - plan.weights().offloadedBytes());
            return 100 * MB + held + 100 * MB * BLOCKS - 90 * MB * count(plan.checkpoints());
        }

        @Override
        public CheckpointChoice saving(WeightPlan weights, long bytes) {
            Set<String> some = new TreeSet<>();
            PATHS.stream().takeWhile(path -> some.size() * 90L * MB < bytes).forEach(some::add);
            return new CheckpointChoice(some, some.size(), BLOCKS, some.size() * 90L * MB, some.size());
        }

        @Override
        public BaseWeights eightBits() {
            return inFile;
        }

        @Override
        public long weights(WeightPlan weights) {
            return 2_000 * MB / (weights.eightBits() ? 2 : 1);
        }

        private static int count(Checkpoints checkpoints) {
            return (int) PATHS.stream().filter(checkpoints::has).count();
        }
    }

    private BaseWeights inFile = BaseWeights.INT8;
    private final Map<String, Object> settings = new HashMap<>(Map.of("family", Family.SD15));

    private MemoryChooser chooser(MemoryRoom room) {
        return new MemoryChooser(TrainingConfig.of(settings), ComputeType.FP16, room, new MadeUp(inFile));
    }

    /** A card on which so many megabytes can be had. */
    private static MemoryRoom card(long free) {
        Card card = new Card(0, "made up", "1", 8_000 * MB, OptionalInt.empty());
        return MemoryRoom.on(card, 8_000 * MB - (long) (free * MB / 0.94) - MB);
    }

    private static MemoryRoom main(long free) {
        return MemoryRoom.inMain(64_000 * MB, (long) (free * MB / 0.94) + MB);
    }

    private String chosen(MemoryRoom room) {
        return chooser(room).choose().words().toString();
    }

    @Test
    void asMuchIsGivenUpAsNeededAndWhatCostsLeastFirst() {
        assertThat(chosen(card(3_100))).isEqualTo("16 bits, no block computed twice");
        assertThat(chosen(card(3_000))).isEqualTo("16 bits, 2 of 10 blocks computed twice");
        assertThat(chosen(card(2_300))).isEqualTo("16 bits, 9 of 10 blocks computed twice");
        assertThat(chosen(card(2_200))).isEqualTo("16 bits, all blocks computed twice");
        assertThat(chosen(card(2_100)))
                .isEqualTo("16 bits, the base model's weights in 8 bits (int8), no block computed twice");
        assertThat(chosen(card(2_000)))
                .isEqualTo("16 bits, the base model's weights in 8 bits (int8), 2 of 10 blocks computed twice");
        assertThat(chosen(card(1_200)))
                .isEqualTo("16 bits, the base model's weights in 8 bits (int8), all blocks computed twice");
        assertThat(chosen(card(725)))
                .startsWith("16 bits, the base model's weights in 8 bits (int8), 452.1 MiB of the base model's")
                .endsWith("weights in main memory, all blocks computed twice");
    }

    @Test
    void whatTheLeanestPlanDoesNotSaveIsTold() {
        MemoryChoice none = chooser(card(100)).choose();
        assertThat(none.fits()).isFalse();
        assertThat(none.told().toString())
                .isEqualTo(
                        "Needs about 190.7 MiB, and there are 7.5 GiB, even so: 16 bits, the base model's weights in 8 "
                                + "bits (int8), the base model's weights in main memory, all blocks computed twice.");
        assertThat(chooser(card(3_000)).choose().told().toString())
                .isEqualTo("Fits 7.5 GiB: 16 bits, 2 of 10 blocks computed twice.");
    }

    @Test
    void whatThePersonHasSetStaysAsItIs() {
        settings.put("gradientCheckpointing", AutoSwitch.OFF);
        settings.put("baseWeights", BaseWeights.SAME);
        settings.put("offload", AutoSwitch.OFF);
        assertThat(chosen(card(100))).isEqualTo("16 bits, no block computed twice");
        settings.put("offload", AutoSwitch.ON);
        assertThat(chosen(card(8_000)))
                .isEqualTo("16 bits, the base model's weights in main memory, no block computed twice");
        settings.put("gradientCheckpointing", AutoSwitch.ON);
        settings.put("baseWeights", BaseWeights.FP8);
        settings.put("offload", AutoSwitch.AUTO);
        assertThat(chosen(card(8_000)))
                .isEqualTo("16 bits, the base model's weights in 8 bits (fp8), all blocks computed twice");
    }

    @Test
    void ofABaseModelInFp8TheValuesAreKeptUnlessInt8IsAskedFor() {
        inFile = BaseWeights.FP8;
        assertThat(chosen(card(2_100)))
                .isEqualTo("16 bits, the base model's weights in 8 bits (fp8), no block computed twice");
        MemoryChooser chooser = chooser(card(2_200));
        assertThat(chooser.leaner(chooser.choose(), true)
                        .orElseThrow()
                        .plan()
                        .weights()
                        .kept())
                .isEqualTo(BaseWeights.FP8);
        settings.put("baseWeights", BaseWeights.INT8);
        assertThat(chosen(card(2_100)))
                .isEqualTo("16 bits, the base model's weights in 8 bits (int8), no block computed twice");
    }

    @Test
    void theProcessorsAccuracyIsNotGivenAway() {
        assertThat(chosen(main(3_100))).isEqualTo("16 bits, no block computed twice");
        assertThat(chosen(main(3_000))).isEqualTo("16 bits, 2 of 10 blocks computed twice");
        assertThat(chosen(main(2_100)))
                .isEqualTo("16 bits, the base model's weights left in their file, all blocks computed twice");
        settings.put("baseWeights", BaseWeights.FP8);
        assertThat(chosen(main(2_100)))
                .isEqualTo("16 bits, the base model's weights in 8 bits (fp8), no block computed twice");
        settings.put("baseWeights", BaseWeights.INT8);
        assertThat(chosen(main(2_100)))
                .isEqualTo("16 bits, the base model's weights in 8 bits (int8), no block computed twice");
    }

    @Test
    void aLargeNetworkIsSparingUnlessMainMemoryIsPlentiful() {
        settings.put("family", Family.SDXL);
        assertThat(chosen(main(6_000))).isEqualTo("16 bits, all blocks computed twice");
        assertThat(chosen(main(6_300))).isEqualTo("16 bits, no block computed twice");
        assertThat(chosen(card(3_100))).isEqualTo("16 bits, no block computed twice");
    }

    @Test
    void whereNobodyTellsHowMuchThereIsTheFamilyDecides() {
        assertThat(chooser(MemoryRoom.unknown(true)).choose().told().toString())
                .isEqualTo("Memory: 16 bits, no block computed twice.");
        settings.put("family", Family.SDXL);
        assertThat(chosen(MemoryRoom.unknown(true))).isEqualTo("16 bits, all blocks computed twice");
    }

    @Test
    void afterAFailureComesTheNextLeanerPlanToTheLast() {
        MemoryChooser chooser = chooser(card(3_000));
        MemoryChoice all = chooser.leaner(chooser.choose(), true).orElseThrow();
        assertThat(all.words().toString()).isEqualTo("16 bits, all blocks computed twice");
        MemoryChoice eight = chooser.leaner(all, true).orElseThrow();
        assertThat(eight.words().toString())
                .isEqualTo("16 bits, the base model's weights in 8 bits (int8), all blocks computed twice");
        MemoryChoice half = chooser.leaner(eight, true).orElseThrow();
        assertThat(half.plan().weights().offloadedBytes()).isEqualTo(500 * MB);
        MemoryChoice last = chooser.leaner(half, true).orElseThrow();
        assertThat(last.plan().weights()).isEqualTo(new WeightPlan(ComputeType.FP16, BaseWeights.INT8, WeightPlan.ALL));
        assertThat(chooser.leaner(last, true)).isEmpty();
        assertThat(chooser.leaner(all, false).orElseThrow().plan().weights().eightBits())
                .isFalse();
    }

    @Test
    void whatThePersonHasSetStaysAsItIsAfterAFailureToo() {
        settings.put("gradientCheckpointing", AutoSwitch.OFF);
        settings.put("offload", AutoSwitch.OFF);
        settings.put("baseWeights", BaseWeights.SAME);
        MemoryChooser chooser = chooser(card(8_000));
        assertThat(chooser.leaner(chooser.choose(), true)).isEmpty();
    }
}
