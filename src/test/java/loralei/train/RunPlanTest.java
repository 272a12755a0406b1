package loralei.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import loralei.config.Family;
import loralei.config.TrainingConfig;
import loralei.config.UserError;
import loralei.data.ExampleFixture;
import loralei.diffusion.NoiseSchedule;
import loralei.diffusion.SchedulerConfig;
import loralei.model.ModelFamily;
import loralei.torch.ComputeType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunPlanTest {
    private static final int MOST = Integer.MAX_VALUE;

    @Test
    void checkpointsComeEverySoManyStepsAndNotAtTheEnd() {
        assertThat(plan(Map.of("steps", 10, "saveEvery", 4)).checkpointSteps()).containsExactly(4, 8);
        assertThat(plan(Map.of("steps", 8, "saveEvery", 4)).checkpointSteps()).containsExactly(4);
        assertThat(plan(Map.of("steps", 4, "saveEvery", 5)).checkpointSteps()).isEmpty();
        assertThat(plan(Map.of("steps", 4, "saveEvery", 0)).checkpointSteps()).isEmpty();
    }

    @Test
    void billionsOfCheckpointsTakeNoRoom() {
        List<Integer> steps = plan(Map.of("steps", MOST, "saveEvery", 1)).checkpointSteps();

        assertThat(steps.size()).isEqualTo(MOST - 1);
        assertThat(steps.get(MOST - 2)).isEqualTo(MOST - 1);
        assertThat(plan(Map.of("steps", MOST, "saveEvery", MOST - 1)).checkpointSteps())
                .containsExactly(MOST - 1);
    }

    @Test
    void inJsonTheirBeginningIsToldAndHowManyThereAre() throws IOException {
        TrainingEvent.Ready ready =
                new TrainingEvent.Ready(3, MOST, 1, new CheckpointSteps(1, MOST), "cat", "cpu", "fp32", 1, 1, 0);

        JsonNode json = new ObjectMapper().readTree(new ObjectMapper().writeValueAsString(ready));

        assertThat(json.get("checkpointSteps")).hasSize(1000);
        assertThat(json.get("checkpointSteps").get(999).intValue()).isEqualTo(1000);
        assertThat(json.get("checkpoints").intValue()).isEqualTo(MOST - 1);
    }

    @ParameterizedTest
    @CsvSource({"400000000, 1, 6, 357913941", "2147483647, 2, 5, 858993458", "2147483647, 1, 3, 715827882"})
    void moreStepsThanCanBeCountedAreRefusedWithTheMostEpochsThatThereCanBe(
            int epochs, int batchSize, int pictures, int most) {
        Map<String, Object> settings = Map.of("epochs", epochs, "batchSize", batchSize);

        assertThatThrownBy(() -> plan(settings, pictures)).isInstanceOfSatisfying(UserError.class, error -> {
            assertThat(error.kind()).isEqualTo(UserError.Kind.REQUEST);
            assertThat(error.remedy()).contains("--epochs " + most + " or fewer");
        });
        assertThat(plan(Map.of("epochs", most, "batchSize", batchSize), pictures)
                        .steps())
                .isPositive();
    }

    @Test
    void anEpochMayHaveANumberOfMoreThan32Bits() {
        RunPlan plan = plan(Map.of("steps", MOST, "batchSize", 1024), 1);

        assertThat(plan.batches().epoch(MOST)).isEqualTo((MOST - 1L) * 1024 + 1);
        assertThat(plan.epochs()).isEqualTo(MOST * 1024.0);
    }

    private static RunPlan plan(Map<String, Object> settings) {
        return plan(settings, 6);
    }

    private static RunPlan plan(Map<String, Object> settings, int pictures) {
        NoiseSchedule schedule = new NoiseSchedule(SchedulerConfig.STABLE_DIFFUSION);
        return RunPlan.of(
                TrainingConfig.of(settings),
                ExampleFixture.plain(pictures),
                ModelFamily.of(Family.SD15).unet(),
                schedule,
                ComputeType.FP32);
    }
}
