package loralei.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import loralei.config.BaseWeights;
import loralei.config.Family;
import loralei.config.PartialConfig;
import loralei.config.PrecisionChoice;
import loralei.config.Resolutions;
import loralei.config.TrainingConfig;
import loralei.torch.Card;
import loralei.torch.Gpus;
import org.junit.jupiter.api.Test;

class BenchMatrixTest {
    private static final PartialConfig NOTHING = PartialConfig.ofTexts(Map.of());

    private static Machine memory(int gib) {
        return new Machine((long) gib << 30, new Gpus.Answer(List.of(), ""));
    }

    private static List<BenchMatrix.Row> table(Map<String, String> given, Machine here) {
        return BenchMatrix.table(PartialConfig.ofTexts(given), true, here);
    }

    @Test
    void eachTypeIsMeasuredWithAndWithoutWhatSavesMemoryAndNoRowTwice() {
        List<BenchMatrix.Row> rows = table(Map.of("family", "sd15", "batchSize", "1", "device", "cpu"), memory(64));

        assertThat(rows)
                .extracting(row -> row.config().precision() + " " + row.config().gradientCheckpointing() + " "
                        + row.config().baseWeights())
                .doesNotHaveDuplicates()
                .hasSize(6) // no fp16 and no offloading, which are for cards
                .allMatch(row -> row.startsWith("FP32") || row.startsWith("BF16"));
        assertThat(rows).extracting(BenchMatrix.Row::tooLarge).containsOnly(Optional.empty());
    }

    @Test
    void bothFamiliesAndTheLargeSizeAreThere() {
        List<TrainingConfig> configs = new ArrayList<>();
        BenchMatrix.table(NOTHING, true, memory(64)).forEach(row -> configs.add(row.config()));

        assertThat(configs).extracting(TrainingConfig::family).contains(Family.SD15, Family.SDXL);
        assertThat(configs)
                .filteredOn(config -> config.family() == Family.SDXL)
                .extracting(TrainingConfig::resolution)
                .containsOnly(Resolutions.of(512), Resolutions.of(1024));
        assertThat(configs).extracting(TrainingConfig::batchSize).containsOnly(1, 4);
    }

    @Test
    void whatTheTableSetsChoosesAmongItsRowsAndTheRestHoldsForAll() {
        List<BenchMatrix.Row> rows = table(Map.of("precision", "bf16", "resolution", "512", "rank", "4"), memory(64));

        assertThat(rows).isNotEmpty().allSatisfy(row -> {
            assertThat(row.config().precision()).isEqualTo(PrecisionChoice.BF16);
            assertThat(row.config().resolution()).isEqualTo(Resolutions.of(512));
            assertThat(row.config().rank()).isEqualTo(4);
        });
        assertThat(table(Map.of("resolution", "640"), memory(64))).isEmpty();
    }

    @Test
    void eightBitsAreThoseThatARunChoosesOrThatWereNamed() {
        Map<String, String> small = Map.of("family", "sd15", "batchSize", "1", "device", "cpu");
        Map<String, String> named = new HashMap<>(small);
        named.put("baseWeights", "fp8");

        assertThat(table(small, memory(64)))
                .extracting(row -> row.config().baseWeights())
                .containsOnly(BaseWeights.SAME, BaseWeights.INT8);
        assertThat(table(named, memory(64)))
                .extracting(row -> row.config().baseWeights())
                .containsOnly(BaseWeights.FP8);
    }

    @Test
    void aBaseModelIsOfOneFamily() {
        PartialConfig given = PartialConfig.ofTexts(Map.of("baseModel", "nowhere"));

        assertThat(BenchMatrix.table(given, false, memory(64)))
                .extracting(row -> row.config().family())
                .containsOnly(Family.SD15);
    }

    @Test
    void whatDoesNotFitIntoMemoryIsLeftOutWithTheReason() {
        List<BenchMatrix.Row> rows = table(Map.of("batchSize", "1", "precision", "bf16", "device", "cpu"), memory(5));

        assertThat(rows)
                .filteredOn(row -> row.config().family() == Family.SD15)
                .extracting(BenchMatrix.Row::tooLarge)
                .containsOnly(Optional.empty());
        assertThat(rows)
                .filteredOn(row ->
                        row.config().family() == Family.SDXL && row.config().baseWeights() == BaseWeights.SAME)
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.tooLarge().orElseThrow().toString())
                        .startsWith("left out: it needs about ")
                        .endsWith("and there are 5.0 GiB"));
    }

    @Test
    void onACardThereIsFp16() {
        Card card = new Card(0, "RTX 3060", "572.16", 12L << 30, OptionalInt.of(86));
        Machine here = new Machine(64L << 30, new Gpus.Answer(List.of(card), ""));

        assertThat(table(Map.of("device", "cuda"), here))
                .extracting(row -> row.config().precision())
                .contains(PrecisionChoice.FP16);
    }
}
