package loralei.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigJsonTest {
    @Test
    void readsBackWhatItWrites() {
        TrainingConfig config = TrainingConfig.defaults(Family.SDXL)
                .with("instancePrompt", "fsk49 \"quoted\" 日本")
                .with("learningRate", 3.3e-5)
                .with("baseModel", Path.of("models", "my sdxl"))
                .with("scaleLr", true)
                .with("optimizer", OptimizerKind.ADAMW_8BIT);

        PartialConfig partial = ConfigJson.parse(ConfigJson.write(config), "test");

        assertThat(partial.problems()).isEmpty();
        assertThat(partial.config()).isEqualTo(config);
    }

    @Test
    void writesTheVersionEverySettingAndForwardSlashes() {
        String json = ConfigJson.write(TrainingConfig.defaults(Family.SD15));

        assertThat(json).startsWith("{").contains("\"version\" : 1").contains("\"baseModel\" : \"models/sd15\"");
        assertThat(Settings.ALL).allSatisfy(setting -> assertThat(json).contains('"' + setting.name() + '"'));
    }

    @Test
    void aSwitchThatHasAThirdPositionNowIsReadAsOlderFilesHaveIt() {
        TrainingConfig config = ConfigJson.parse(
                        "{\"version\": 1, \"gradientCheckpointing\": true, \"offload\": false}", "old")
                .config();
        assertThat(config.gradientCheckpointing()).isEqualTo(AutoSwitch.ON);
        assertThat(config.offload()).isEqualTo(AutoSwitch.OFF);
        assertThat(ConfigJson.parse(ConfigJson.write(config), "new").config()).isEqualTo(config);
        assertThat(ConfigJson.parse("{\"offload\": 1}", "wrong").problems()).hasSize(1);
    }

    @Test
    void readsAFileThatHasOnlySomeSettings(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("run.json"), "{\"family\": \"sdxl\", \"rank\": 4}");

        assertThat(ConfigJson.read(file).config())
                .isEqualTo(TrainingConfig.defaults(Family.SDXL).with("rank", 4).with("alpha", 4.0));
    }

    @ParameterizedTest
    @CsvSource({
        "learningrate,Did you mean learningRate?",
        "learning_rate,Did you mean learningRate?",
        "instance-prompt,Did you mean instancePrompt?",
        "outputNmae,Did you mean outputName?",
        "zzz,Remove it from run.json."
    })
    void refusesUnknownKeysAndNamesTheNearest(String key, String remedy) {
        assertThat(ConfigJson.parse("{\"" + key + "\": 1}", "run.json").problems())
                .extracting(
                        Problem::field,
                        Problem::value,
                        problem -> problem.message().toString(),
                        problem -> problem.remedy().toString())
                .containsExactly(tuple(key, "1", "is not a setting", remedy));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\"rank\": \"4\"; rank; is not a whole number",
                "\"rank\": 4.5; rank; is not a whole number",
                "\"rank\": null; rank; is not a whole number",
                "\"scaleLr\": \"yes\"; scaleLr; is not true or false",
                "\"family\": \"sd3\"; family; is not one of sd15, sdxl",
                "\"learningRate\": \"1e-4\"; learningRate; is not a number",
                "\"baseModel\": [\"a\"]; baseModel; is not a path"
            })
    void saysWhatWasExpectedWhereATypeIsWrong(String entry, String field, String message) {
        assertThat(ConfigJson.parse("{" + entry + "}", "run.json").problems())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.field()).isEqualTo(field);
                    assertThat(problem.message().toString()).startsWith(message);
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"rank\": 4,; not valid JSON",
                "{\"rank\": 4, \"rank\": 5}; not valid JSON",
                "[1]; no JSON object",
                "''; no JSON object",
                "{\"version\": 2}; Update the program",
                "{\"version\": 0}; version 0",
                "{\"version\": \"1\"}; version \"1\""
            })
    void refusesTextsThatAreNoConfiguration(String json, String message) {
        assertThatThrownBy(() -> ConfigJson.parse(json, "run.json"))
                .isInstanceOfSatisfying(
                        UserError.class,
                        error -> assertThat(error.getMessage() + " " + error.remedy())
                                .contains("run.json")
                                .contains(message));
    }

    @Test
    void namesAFileThatCannotBeRead(@TempDir Path folder) {
        assertThatThrownBy(() -> ConfigJson.read(folder.resolve("none.json")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("none.json does not exist");
        assertThatThrownBy(() -> ConfigJson.read(folder))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(folder + " is a folder");
    }

    private static UnaryOperator<ObjectNode> rename(String from, String to) {
        return root -> {
            root.set(to, root.remove(from));
            return root;
        };
    }

    @Test
    void bringsOlderFilesUpToDateOneVersionAfterAnother() {
        List<UnaryOperator<ObjectNode>> migrations = List.of(rename("dim", "rnk"), rename("rnk", "rank"));

        assertThat(ConfigJson.parse("{\"version\": 1, \"dim\": 4}", "x", migrations)
                        .values())
                .containsEntry("rank", 4);
        assertThat(ConfigJson.parse("{\"version\": 2, \"rnk\": 5}", "x", migrations)
                        .values())
                .containsEntry("rank", 5);
        assertThat(ConfigJson.parse("{\"version\": 3, \"rank\": 6}", "x", migrations)
                        .values())
                .containsEntry("rank", 6);
        assertThat(ConfigJson.parse("{\"rank\": 7}", "x", migrations).values()).containsEntry("rank", 7);
        assertThatThrownBy(() -> ConfigJson.parse("{\"version\": 4}", "x", migrations))
                .isInstanceOf(UserError.class);
    }
}
