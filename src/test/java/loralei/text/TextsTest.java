package loralei.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TextsTest {
    private static final Pattern PLACE = Pattern.compile("\\{(\\d)");

    static List<String> parts() throws IOException {
        return Bundles.parts();
    }

    @ParameterizedTest
    @MethodSource("parts")
    void englishAndGermanHaveTheSameKeys(String part) throws IOException {
        assertThat(Bundles.keys(part)).doesNotHaveDuplicates();
        assertThat(Bundles.keys(part + "_de")).containsExactlyInAnyOrderElementsOf(Bundles.keys(part));
    }

    @ParameterizedTest
    @MethodSource("parts")
    void englishAndGermanUseTheSameValues(String part) throws IOException {
        Map<String, String> german = Bundles.load(part + "_de");
        Bundles.load(part)
                .forEach((key, text) ->
                        assertThat(places(german.get(key))).as(part + "." + key).isEqualTo(places(text)));
    }

    /** A number suits every place: choices and formats want one. */
    @ParameterizedTest
    @MethodSource("parts")
    void everyTextCanBeSaidWithoutABraceOrAnApostropheTooMany(String part) throws IOException {
        for (Locale locale : List.of(Locale.ENGLISH, Locale.GERMAN)) {
            Texts texts = Texts.of(part, locale);
            for (String key : Bundles.load(part).keySet()) {
                assertThat(texts.get(key, 7, 7, 7, 7, 7, 7, 7))
                        .as(part + "." + key)
                        .isNotBlank()
                        .doesNotContain("{", "}", "''")
                        .matches(said -> apostrophes(said) == apostrophes(texts.get(key)), "has all apostrophes");
            }
        }
    }

    @Test
    void anApostropheIsOneWithAndWithoutValues() {
        Texts texts = Texts.of("download", Locale.ENGLISH);
        assertThat(texts.get("tokenNeeded")).contains("the model's page");
        assertThat(texts.get("tokenNeeded", "a value")).contains("the model's page");
    }

    @Test
    void aMessageInsideAMessageIsInTheSameLanguage() {
        Message message = Message.of("tensors.unwritable", "a.csv", Message.of("tensors.missing"));
        assertThat(Texts.of("window", Locale.GERMANY).say(message))
                .isEqualTo("a.csv lässt sich nicht schreiben: Diese Datei gibt es nicht.");
        assertThat(Texts.of("window", Locale.FRENCH).say(message))
                .isEqualTo("a.csv: cannot be written: there is no such file.");
    }

    @Test
    void aSettingIsALabelInTheWindowAndAnOptionOnTheCommandLine() {
        Message message = Message.of("torch.restart", SettingName.of("device", "cpu"));
        assertThat(Texts.of("window", Locale.ENGLISH).say(message)).contains("use “Device: Processor (CPU)”:");
        assertThat(Texts.of("window", Locale.GERMAN).say(message)).contains("„Gerät: Prozessor (CPU)“ wählen");
        assertThat(Texts.ofCommandLine(Locale.GERMAN).say(message)).contains("nicht, --device cpu wählen");
        assertThat(message).hasToString(Texts.ENGLISH.say(message)).asString().contains("use --device cpu:");
        assertThat(Message.of("train.lowerRate", SettingName.of("learningRate")))
                .hasToString("Use a lower --learning-rate.");
    }

    @Test
    void whatIsNoSettingIsSaidAsItIs() {
        Message message = Message.of("shared.pair", new SettingName("--trace-steps", java.util.Optional.of("0")), "x");
        assertThat(message).hasToString("--trace-steps 0 x");
        assertThat(Texts.of("window").say(message)).isEqualTo("--trace-steps 0 x");
    }

    @Test
    void anotherLanguageSeesEnglish() {
        assertThat(Texts.of("window", Locale.FRENCH).get("window.title")).isEqualTo("Loralei");
    }

    private static long apostrophes(String text) {
        return text.chars().filter(sign -> sign == '\'').count();
    }

    private static Set<String> places(String text) {
        return PLACE.matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
