package loralei.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SettingsTest {
    private static final Map<Class<?>, Class<?>> BOXES =
            Map.of(int.class, Integer.class, double.class, Double.class, boolean.class, Boolean.class);

    @Test
    void haveOneRowForEachComponentOfTheConfigurationAndOfTheSameType() {
        Map<String, Class<?>> components = Arrays.stream(TrainingConfig.class.getRecordComponents())
                .collect(Collectors.toMap(
                        RecordComponent::getName, part -> BOXES.getOrDefault(part.getType(), part.getType())));
        Map<String, Class<?>> rows = Settings.ALL.stream()
                .collect(Collectors.toMap(
                        Setting::name, setting -> setting.type().javaType()));

        assertThat(rows).isEqualTo(components);
    }

    @Test
    void explainThemselves() {
        assertThat(Settings.ALL).allSatisfy(setting -> {
            assertThat(setting.reason()).isNotBlank();
            assertThat(setting.help()).endsWith(".").matches("[A-Z].*");
        });
    }

    @Test
    void areNamedOnTheCommandLineAsTheDesignSays() {
        List<String> flags = Settings.ALL.stream().map(Setting::flag).toList();

        assertThat(flags)
                .doesNotHaveDuplicates()
                .contains(
                        "--family",
                        "--base-model",
                        "--instance-dir",
                        "--instance-prompt",
                        "--class-prompt",
                        "--resolution",
                        "--batch-size",
                        "--scale-lr",
                        "--epochs",
                        "--steps",
                        "--save-every",
                        "--optimizer",
                        "--learning-rate",
                        "--lr-scheduler",
                        "--lr-warmup-steps",
                        "--rank",
                        "--alpha",
                        "--seed",
                        "--precision",
                        "--device",
                        "--output-dir",
                        "--output-name");
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void haveDefaultsThatPassTheirOwnChecksWhereNoFileOrPromptIsAsked(Family family) {
        TrainingConfig defaults = TrainingConfig.defaults(family);

        assertThat(defaults.check())
                .extracting(Problem::field)
                .isSubsetOf("baseModel", "instanceDir", "instancePrompt");
    }

    @ParameterizedTest
    @CsvSource({
        "resolution,500,Use 448 or 512.",
        "resolution,63,Use 64.",
        "resolution,0,Use 64.",
        "resolution,-64,Use 64.",
        "resolution,4097,Use 4096.",
        "resolution,100000,Use 4096.",
        "batchSize,0,1",
        "epochs,0,1",
        "steps,-1,0",
        "saveEvery,-1,0",
        "rank,0,1",
        "rank,1025,1024",
        "lrWarmupSteps,-1,0",
        "lrNumCycles,0,1",
        "seed,-1,0"
    })
    void refuseWholeNumbersThatCannotWorkAndNameOnesThatCan(String name, int value, String remedy) {
        Problem problem = Settings.find(name).orElseThrow().problemWith(value).orElseThrow();

        assertThat(problem.field()).isEqualTo(name);
        assertThat(problem.value()).isEqualTo(String.valueOf(value));
        assertThat(problem.message()).startsWith("must be");
        assertThat(problem.remedy()).contains(remedy);
    }

    @ParameterizedTest
    @CsvSource({"resolution,64", "resolution,448", "resolution,4096", "batchSize,1", "rank,1", "rank,1024", "seed,0"})
    void acceptWholeNumbersAtTheirLimits(String name, int value) {
        assertThat(Settings.find(name).orElseThrow().problemWith(value)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "learningRate,0",
        "learningRate,1",
        "learningRate,-0.1",
        "learningRate,NaN",
        "alpha,0",
        "alpha,Infinity",
        "weightDecay,-1",
        "weightDecay,NaN",
        "maxGradNorm,-1",
        "minSnrGamma,-5",
        "lrPower,0"
    })
    void refuseNumbersThatCannotWork(String name, double value) {
        assertThat(Settings.find(name).orElseThrow().problemWith(value)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"learningRate,0.999", "alpha,0.5", "weightDecay,0", "maxGradNorm,0", "minSnrGamma,0"})
    void acceptNumbersAtTheirLimits(String name, double value) {
        assertThat(Settings.find(name).orElseThrow().problemWith(value)).isEmpty();
    }
}
