package loralei.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import loralei.text.Message;
import org.junit.jupiter.api.Test;

class PartialConfigTest {
    @Test
    void readsTextsAndTakesDefaultsForTheRest() {
        TrainingConfig config = PartialConfig.ofTexts(Map.of("rank", "4", "learningRate", "1e-3", "family", "sdxl"))
                .config();

        assertThat(config.rank()).isEqualTo(4);
        assertThat(config.learningRate()).isEqualTo(1e-3);
        assertThat(config.resolution()).isEqualTo(Resolutions.of(1024));
    }

    @Test
    void saysWhatWasExpectedWhereATextCannotBeRead() {
        PartialConfig partial = PartialConfig.ofTexts(Map.of("rank", "four", "precision", "fp8"));

        assertThat(partial.problems())
                .extracting(
                        Problem::field,
                        Problem::value,
                        problem -> problem.message().toString(),
                        problem -> problem.remedy().toString())
                .containsExactly(
                        tuple(
                                "rank",
                                "four",
                                "is not a whole number",
                                "Enter a whole number from 1 to 1024, such as 16."),
                        tuple(
                                "precision",
                                "fp8",
                                "is not one of auto, fp32, bf16, fp16",
                                "Enter one of auto, fp32, bf16, fp16."));
    }

    @Test
    void listsUnreadableAndImpossibleValuesTogetherAndEachOnce() {
        List<Problem> problems = PartialConfig.ofTexts(Map.of("baseModel", "", "resolution", "500"))
                .check();

        assertThat(problems).extracting(Problem::field).startsWith("baseModel").contains("resolution");
        assertThat(problems).extracting(Problem::field).doesNotHaveDuplicates();
    }

    @Test
    void laysOneSetOfValuesOverAnother() {
        PartialConfig lower = new PartialConfig(
                Map.of("rank", 4, "batchSize", 2),
                List.of(new Problem("seed", "x", Message.text("m"), Message.text("r"))));
        PartialConfig merged = lower.overriddenBy(PartialConfig.ofTexts(Map.of("rank", "8", "seed", "1")));

        assertThat(merged.values()).isEqualTo(Map.of("rank", 8, "batchSize", 2, "seed", 1L));
        assertThat(merged.problems()).isEmpty();
    }

    @Test
    void keepsTheProblemsThatNothingReplaces() {
        PartialConfig lower = new PartialConfig(
                Map.of("rank", 4), List.of(new Problem("seed", "x", Message.text("m"), Message.text("r"))));
        PartialConfig merged = lower.overriddenBy(PartialConfig.ofTexts(Map.of("rank", "eight")));

        assertThat(merged.problems()).extracting(Problem::field).containsExactly("seed", "rank");
    }

    @Test
    void letsEpochsReplaceTheStepsOfAFileButNotStepsBesideThem() {
        PartialConfig file = new PartialConfig(Map.of("steps", 200, "epochs", 3), List.of());

        assertThat(file.overriddenBy(PartialConfig.ofTexts(Map.of("epochs", "5")))
                        .config())
                .extracting(TrainingConfig::epochs, TrainingConfig::steps)
                .containsExactly(5, 0);
        assertThat(file.overriddenBy(PartialConfig.ofTexts(Map.of("epochs", "5", "steps", "7")))
                        .config())
                .extracting(TrainingConfig::epochs, TrainingConfig::steps)
                .containsExactly(5, 7);
        assertThat(file.overriddenBy(PartialConfig.ofTexts(Map.of())).config().steps())
                .isEqualTo(200);
    }
}
