package loralei.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import loralei.config.BaseWeights;
import loralei.config.Family;
import loralei.config.TrainingConfig;
import loralei.data.PictureSize;
import loralei.model.Checkpoints;
import loralei.model.MemoryPlan;
import loralei.model.ModelFamily;
import loralei.model.WeightPlan;
import loralei.model.Workplace;
import loralei.torch.ComputeType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The estimate beside peaks that were measured. */
class MemoryEstimateTest {
    private static TrainingConfig config(Family family, int batch, int rank) {
        return TrainingConfig.of(Map.of("family", family, "batchSize", batch, "rank", rank));
    }

    private static long estimate(Family family, int pixels, int batch, int rank, MemoryPlan plan, Workplace place) {
        ModelFamily row = ModelFamily.of(family);
        return MemoryEstimate.of(
                config(family, batch, rank), PictureSize.square(pixels), row.unet(), row.parameters(), plan, place);
    }

    /**
     * Peaks of the whole process as {@code scripts/loralei.sh bench --random-weights --device cpu --steps 2} tells them, with
     * {@code --family}, {@code --rank}, {@code --precision} and {@code --gradient-checkpointing} as here: two cores that multiply
     * bf16, glibc 2.36.
     */
    @ParameterizedTest
    @CsvSource({
        "SD15, 512, 1, 4, FP32, false, 5126115328",
        "SD15, 512, 1, 4, FP32, true, 4306857984",
        "SD15, 512, 2, 16, FP32, false, 6135312384",
        "SD15, 512, 4, 16, FP32, true, 5575098368",
        "SD15, 512, 1, 4, BF16, false, 2736562176",
        "SD15, 768, 1, 16, BF16, false, 3671588864",
        "SDXL, 512, 1, 4, BF16, true, 6075195392",
    })
    void theProcessorsPeakIsWhatWasMeasured(
            Family family, int pixels, int batch, int rank, ComputeType type, boolean checkpointing, long measured) {
        MemoryPlan plan = MemoryPlan.resident(type, checkpointing);
        double share = (double) estimate(family, pixels, batch, rank, plan, Workplace.PROCESSOR_OF_BF16) / measured;
        assertThat(share).isBetween(0.97, 1.05);
    }

    /** What is saved by checkpoints is what the choice says, and no more than all of them save. */
    @Test
    void chosenCheckpointsSaveWhatTheySay() {
        MemoryPlan none = MemoryPlan.resident(ComputeType.BF16, false);
        Checkpoints chosen = Checkpoints.saving(
                MemoryEstimate.costs(
                        config(Family.SD15, 1, 16),
                        PictureSize.square(512),
                        ModelFamily.of(Family.SD15).unet(),
                        none.weights(),
                        Workplace.CARD),
                100_000_000);
        long before = estimate(Family.SD15, 512, 1, 16, none, Workplace.CARD);
        long after = estimate(Family.SD15, 512, 1, 16, new MemoryPlan(none.weights(), chosen), Workplace.CARD);
        long least = estimate(Family.SD15, 512, 1, 16, MemoryPlan.resident(ComputeType.BF16, true), Workplace.CARD);
        assertThat(before - after).isBetween(100_000_000L, before - least);
    }

    @Test
    void eachWayOfHoldingWeightsTakesLessThanTheOneBefore() {
        long resident = estimate(Family.SDXL, 1024, 1, 16, MemoryPlan.resident(ComputeType.BF16, true), Workplace.CARD);
        long narrow = estimate(
                Family.SDXL,
                1024,
                1,
                16,
                new MemoryPlan(new WeightPlan(ComputeType.BF16, BaseWeights.FP8, 0), Checkpoints.ALL),
                Workplace.CARD);
        long away = estimate(
                Family.SDXL,
                1024,
                1,
                16,
                new MemoryPlan(new WeightPlan(ComputeType.BF16, BaseWeights.FP8, WeightPlan.ALL), Checkpoints.ALL),
                Workplace.CARD);
        assertThat(narrow).isLessThan(resident - 2_400_000_000L);
        assertThat(away).isLessThan(narrow - 2_000_000_000L);
    }
}
