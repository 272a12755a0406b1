package loralei.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
    private static final String SETTINGS = "{\"instancePrompt\": \"käfer\"}";

    @TempDir
    private Path folder;

    private Path write(String text, Charset charset) throws IOException {
        return Files.write(folder.resolve("run.json"), text.getBytes(charset));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void skipsTheMarkThatWindowsWritesInEveryEncoding(String charset) throws IOException {
        Path file = write("\ufeff" + SETTINGS, Charset.forName(charset));

        assertThat(JsonText.read(file)).isEqualTo(SETTINGS);
        assertThat(ConfigJson.read(file).config().instancePrompt()).isEqualTo("käfer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE"})
    void knowsUtf16WithoutAMark(String charset) throws IOException {
        assertThat(JsonText.read(write(SETTINGS, Charset.forName(charset)))).isEqualTo(SETTINGS);
    }

    @Test
    void skipsTheMarkOfATextThatIsNoFile() {
        assertThat(ConfigJson.parse("\ufeff" + SETTINGS, "metadata").problems()).isEmpty();
    }

    @Test
    void saysOfAWindowsEncodingThatItIsOne() throws IOException {
        Path file = write(SETTINGS, StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> ConfigJson.read(file))
                .isInstanceOfSatisfying(
                        UserError.class, error -> assertThat(error.remedy()).contains("UTF-8"))
                .hasMessageContaining("run.json")
                .hasMessageContaining("neither UTF-8 nor UTF-16");
    }

    @Test
    void whatStandsBehindTheEndOfASettingsFileIsNotIgnored() throws IOException {
        Path file = write(SETTINGS + " {\"rank\": 8}", StandardCharsets.UTF_8);

        assertThatThrownBy(() -> ConfigJson.read(file))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("run.json");
    }

    @Test
    void readsTheNumbersThatPythonWrites() throws IOException {
        assertThat(JsonText.FOREIGN.readTree("[NaN, Infinity, -Infinity]"))
                .extracting(node -> node.doubleValue())
                .containsExactly(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
    }

    @Test
    void aSettingThatIsNoNumberIsAProblemOfThatSetting() {
        assertThat(ConfigJson.parse("{\"learningRate\": NaN, \"rank\": Infinity}", "run.json")
                        .problems())
                .extracting(Problem::field)
                .containsExactly("learningRate", "rank");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"rank\": 8,; it ends too early, in line 1",
                "{\"rank\": [8}; Unexpected close marker '}': expected ']'",
                "<html>; Unexpected character ('<' (code 60))"
            })
    void whatIsWrongIsToldWithoutTheReadersOptions(String json, String told) {
        assertThatThrownBy(() -> JsonText.FOREIGN.readTree(json))
                .isInstanceOfSatisfying(
                        JsonProcessingException.class,
                        failure -> assertThat(JsonText.explain(failure).toString())
                                .startsWith(told)
                                .doesNotContain("Source", "Feature"));
    }

    @Test
    void theSameNameTwiceIsAnErrorInOurFilesOnly() throws IOException {
        String twice = "{\"rank\": 1, \"rank\": 2}";

        assertThat(JsonText.FOREIGN.readTree(twice).path("rank").intValue()).isEqualTo(2);
        assertThatThrownBy(() -> ConfigJson.parse(twice, "run.json"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("Duplicate field 'rank' (line 1)");
    }
}
