package loralei.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import loralei.text.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private static final Map<Class<?>, Class<?>> BOXES = Map.of(
            int.class, Integer.class, long.class, Long.class, double.class, Double.class, boolean.class, Boolean.class);

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
        "resolution,500,such as 448",
        "resolution,63,such as 64",
        "resolution,0,such as 64",
        "resolution,-64,such as 64",
        "resolution,4097,such as 4096",
        "resolution,100000,such as 4096",
        "batchSize,0,1",
        "epochs,0,1",
        "steps,-1,0",
        "saveEvery,-1,0",
        "rank,0,1",
        "rank,1025,1024",
        "lrWarmupSteps,-1,0",
        "lrNumCycles,0,1"
    })
    void refuseWholeNumbersThatCannotWorkAndNameOnesThatCan(String name, int value, String right) {
        Problem problem = problem(name, value).orElseThrow();

        assertThat(problem.field()).isEqualTo(name);
        assertThat(problem.value()).isEqualTo(String.valueOf(value));
        assertThat(problem.message().toString()).startsWith("must be").contains(right);
        assertThat(problem.remedy()).isEqualTo(Message.of("settings." + name + ".remedy"));
    }

    @ParameterizedTest
    @CsvSource({"resolution,64", "resolution,448", "resolution,4096", "batchSize,1", "rank,1", "rank,1024"})
    void acceptWholeNumbersAtTheirLimits(String name, int value) {
        assertThat(problem(name, value)).isEmpty();
    }

    private static Optional<Problem> problem(String name, int value) {
        Setting<?> setting = Settings.find(name).orElseThrow();
        return setting.problemWith(
                setting.type().fromText(String.valueOf(value)).orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 42, 2147483648L, 4294967295L, Long.MAX_VALUE})
    void acceptSeedsOfOtherPrograms(long seed) {
        assertThat(Settings.find("seed").orElseThrow().problemWith(seed)).isEmpty();
        assertThat(PartialConfig.ofTexts(Map.of("seed", String.valueOf(seed)))
                        .config()
                        .seed())
                .isEqualTo(seed);
        assertThat(ConfigJson.parse("{\"seed\": " + seed + "}", "test").config().seed())
                .isEqualTo(seed);
    }

    @ParameterizedTest
    @CsvSource({
        "seed,-1,must be from 0 to 9223372036854775807",
        "seed,-99999999999999999999,must be from 0 to 9223372036854775807",
        "seed,18446744073709551615,must be 9223372036854775807 or less",
        "steps,3000000000,must be 2147483647 or less",
        "epochs,1e30,must be 2147483647 or less",
        "epochs,-3000000000,must be 1 or more",
        "saveEvery,1e999999999,must be 2147483647 or less",
        "lrWarmupSteps,2147483648,must be 2147483647 or less",
        "resolution,99999999999,'must be a multiple of 64 from 64 to 4096, such as 4096'",
        "rank,99999999999,must be from 1 to 1024",
        "steps,1.5,is not a whole number",
        "steps,3000000000.5,is not a whole number",
        "steps,x,is not a whole number",
        "learningRate,1e400,must be more than 0 and at most 10",
        "weightDecay,-1e400,must be from 0 to 100",
        "rankDropout,1,must be from 0 to 0.9",
        "learningRate,x,is not a number such as 0.0001 or 1e-4"
    })
    void tellTooLargeANumberFromNoNumber(String name, String written, String message) {
        assertThat(PartialConfig.ofTexts(Map.of(name, written)).check())
                .filteredOn(problem -> problem.field().equals(name))
                .extracting(Problem::value, problem -> problem.message().toString())
                .containsExactly(tuple(written, message));
    }

    @ParameterizedTest
    @CsvSource({"alpha,FP16,70000", "alpha,FP16,0.00001", "alpha,BF16,1e39", "alpha,FP32,1e39", "alpha,FP32,1e-50"})
    void refuseAnAlphaThatTheFileCannotHold(String name, SavePrecision precision, double alpha) {
        TrainingConfig config = TrainingConfig.of(Map.of("alpha", alpha, "savePrecision", precision, "rank", 4));

        assertThat(config.check())
                .filteredOn(problem -> problem.field().equals(name))
                .extracting(problem -> problem.message().toString())
                .singleElement()
                .asString()
                .startsWith("cannot be saved as " + precision.id() + ", which holds numbers from ");
    }

    @ParameterizedTest
    @CsvSource({"FP16,65504", "FP16,0.0001", "BF16,70000", "FP32,70000", "FP16,1"})
    void acceptAnAlphaThatTheFileCanHold(SavePrecision precision, double alpha) {
        assertThat(TrainingConfig.of(Map.of("alpha", alpha, "savePrecision", precision))
                        .check())
                .noneMatch(problem -> problem.field().equals("alpha"));
    }

    @ParameterizedTest
    @CsvSource({
        "learningRate,0",
        "learningRate,10.1",
        "learningRate,-0.1",
        "learningRate,NaN",
        "alpha,0",
        "alpha,Infinity",
        "weightDecay,-1",
        "weightDecay,NaN",
        "weightDecay,1e10",
        "maxGradNorm,-1",
        "minSnrGamma,-5",
        "rankDropout,-0.1",
        "rankDropout,0.91",
        "lrPower,0"
    })
    void refuseNumbersThatCannotWork(String name, double value) {
        assertThat(Settings.find(name).orElseThrow().problemWith(value)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "learningRate,0.999",
        "learningRate,1",
        "learningRate,10",
        "alpha,0.5",
        "weightDecay,0",
        "maxGradNorm,0",
        "minSnrGamma,0",
        "rankDropout,0",
        "rankDropout,0.9"
    })
    void acceptNumbersAtTheirLimits(String name, double value) {
        assertThat(Settings.find(name).orElseThrow().problemWith(value)).isEmpty();
    }
}
