package loralei.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingConfigTest {
    private static final TrainingConfig SD15 = TrainingConfig.defaults(Family.SD15);
    private static final TrainingConfig SDXL = TrainingConfig.defaults(Family.SDXL);

    @Test
    void hasTheDefaultsOfEachFamily() {
        assertThat(SD15.resolution()).isEqualTo(Resolutions.of(512));
        assertThat(SDXL.resolution()).isEqualTo(Resolutions.of(1024));
        assertThat(SD15.instanceDir()).isEqualTo(Path.of("instance-imgs"));
        assertThat(SDXL.instanceDir()).isEqualTo(Path.of("instance-imgs-sdxl"));
        assertThat(SD15.gradientCheckpointing()).isEqualTo(AutoSwitch.AUTO);
        assertThat(SDXL.gradientCheckpointing()).isEqualTo(AutoSwitch.AUTO);
        assertThat(SD15.savePrecision()).isEqualTo(SavePrecision.FP16);
        assertThat(SD15.learningRate()).isEqualTo(1e-4);
    }

    @Test
    void takesTheRankAsAlphaUnlessOneIsGiven() {
        assertThat(SD15.alpha()).isEqualTo(SD15.rank());
        assertThat(TrainingConfig.of(Map.of("rank", 4)).alpha()).isEqualTo(4);
        assertThat(TrainingConfig.of(Map.of("rank", 4, "alpha", 2.0)).alpha()).isEqualTo(2);
    }

    @Test
    void changesOneValueAndKeepsTheOthers() {
        TrainingConfig changed = SD15.with("rank", 4);

        assertThat(changed.rank()).isEqualTo(4);
        assertThat(changed.with("rank", SD15.rank())).isEqualTo(SD15);
        assertThat(SDXL.with("batchSize", 2).resolution()).isEqualTo(Resolutions.of(1024));
    }

    @Test
    void refusesUnknownNamesAndWrongTypes() {
        assertThatThrownBy(() -> SD15.with("ranks", 4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SD15.with("rank", "4")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TrainingConfig.of(Map.of("ranks", 4))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesEverythingThatIsWrongAtOnce(@TempDir Path folder) throws IOException {
        TrainingConfig wrong = TrainingConfig.of(Map.of(
                "baseModel",
                folder.resolve("none"),
                "instanceDir",
                Files.createFile(folder.resolve("picture.png")),
                "instancePrompt",
                "  ",
                "resolution",
                Resolutions.of(500),
                "outputName",
                "a/b"));

        assertThat(wrong.check())
                .extracting(Problem::field)
                .containsExactly("baseModel", "instanceDir", "instancePrompt", "resolution", "outputName");
        assertThat(wrong.check())
                .allSatisfy(problem -> assertThat(problem.remedy().toString()).endsWith("."));
    }

    @Test
    void namesOnlyTheRankWhereTheAlphaComesFromIt() {
        assertThat(TrainingConfig.of(Map.of("rank", 0)).check())
                .extracting(Problem::field)
                .contains("rank")
                .doesNotContain("alpha");
        assertThat(TrainingConfig.of(Map.of("rank", 100_000)).check())
                .extracting(Problem::field)
                .contains("rank")
                .doesNotContain("alpha");
        assertThat(TrainingConfig.of(Map.of("rank", 0, "alpha", -1.0)).check())
                .extracting(Problem::field)
                .contains("rank", "alpha");
    }

    @Test
    void findsNothingWrongWithARunThatCanStart(@TempDir Path folder) {
        TrainingConfig right = TrainingConfig.of(
                Map.of("baseModel", folder, "instanceDir", folder, "instancePrompt", "fsk49", "outputDir", folder));

        assertThat(right.check()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "fsk49,1girl,fsk49 1girl",
        "fsk49 shape,a shape,fsk49 shape",
        "fsk49,'',fsk49",
        "fsk49,'  ',fsk49",
        "' fsk49 ',' cat ',fsk49 cat",
        "a photo of sks DOG,dog,a photo of sks DOG",
        "'a photo of a sks dog, on grass',Dog,'a photo of a sks dog, on grass'",
        "mycat,cat,mycat cat",
        "my_cat,cat,my_cat",
        "fsk49 a,a shape,fsk49 a a shape",
        "fsk49,!!,fsk49 !!"
    })
    void addsTheClassToTheTrainingPromptUnlessItsLastWordIsThere(String instance, String ofClass, String expected) {
        TrainingConfig config =
                SD15.with("instancePrompt", instance).with("classPrompt", ofClass == null ? "" : ofClass);

        assertThat(config.trainingPrompt()).isEqualTo(expected);
    }

    @Test
    void scalesTheLearningRateByTheBatchSizeOnRequest() {
        TrainingConfig config = SD15.with("batchSize", 4).with("learningRate", 1e-3);

        assertThat(config.effectiveLearningRate()).isEqualTo(1e-3);
        assertThat(config.with("scaleLr", true).effectiveLearningRate()).isEqualTo(4e-3);
    }

    @Test
    void listsItsValuesInTheOrderOfTheTable() {
        assertThat(SD15.values().keySet())
                .containsExactlyElementsOf(
                        Settings.ALL.stream().map(Setting::name).toList());
        assertThat(TrainingConfig.of(SD15.values())).isEqualTo(SD15);
    }
}
