package loralei.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The setting of the resolution, which takes one or several. */
class ResolutionsTest {
    @ParameterizedTest
    @ValueSource(strings = {"512,768", "768, 512", " 512 ,768,512"})
    void severalAreReadInAnyOrderEachOnce(String written) {
        TrainingConfig config =
                PartialConfig.ofTexts(Map.of("resolution", written)).config();
        assertThat(config.resolution()).isEqualTo(Resolutions.of(512, 768)).hasToString("512,768");
        assertThat(config.resolution().largest()).isEqualTo(768);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"512,768\"", "[512, 768]", "[768, 512]"})
    void aFileHasThemAsATextOrAList(String written) {
        PartialConfig partial = ConfigJson.parse("{\"resolution\": " + written + "}", "test");
        assertThat(partial.problems()).isEmpty();
        assertThat(partial.config().resolution()).isEqualTo(Resolutions.of(512, 768));
        assertThat(ConfigJson.write(partial.config())).contains("\"resolution\" : \"512,768\"");
    }

    @Test
    void oneIsANumberAsBefore() {
        PartialConfig partial = ConfigJson.parse("{\"resolution\": 640}", "test");
        assertThat(partial.config().resolution()).isEqualTo(Resolutions.of(640));
        assertThat(ConfigJson.write(partial.config())).contains("\"resolution\" : 640,");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\"\"",
                "\"512,\"",
                "\"512x768\"",
                "[]",
                "[512, \"768\"]",
                "[512.5]",
                "{}",
                "true",
            })
    void somethingElseIsRefused(String written) {
        assertThat(ConfigJson.parse("{\"resolution\": " + written + "}", "test").problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message().toString())
                        .isEqualTo("is not a whole number, or several such as 512,768"));
    }

    @Test
    void eachOfThemIsChecked() {
        assertThat(PartialConfig.ofTexts(Map.of("resolution", "512,700")).check())
                .filteredOn(problem -> problem.field().equals("resolution"))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.value()).isEqualTo("512,700");
                    assertThat(problem.message()).hasToString("must be a multiple of 64 from 64 to 4096, such as 640");
                });
    }
}
