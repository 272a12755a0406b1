package loralei.gui.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TextsTest {
    private static final Path FOLDER = Path.of("src", "main", "resources", "loralei", "gui", "text");
    private static final Pattern PLACE = Pattern.compile("\\{(\\d)");

    @ParameterizedTest
    @MethodSource("parts")
    void englishAndGermanHaveTheSameKeys(String part) throws IOException {
        assertThat(keys(load(part + "_de"))).isEqualTo(keys(load(part)));
    }

    @ParameterizedTest
    @MethodSource("parts")
    void englishAndGermanUseTheSameValues(String part) throws IOException {
        Properties german = load(part + "_de");
        Properties english = load(part);
        for (String key : english.stringPropertyNames()) {
            assertThat(places(german.getProperty(key))).as(key).isEqualTo(places(english.getProperty(key)));
        }
    }

    @ParameterizedTest
    @MethodSource("parts")
    void noTextIsEmpty(String part) throws IOException {
        assertThat(load(part).values()).noneMatch(text -> text.toString().isBlank());
        assertThat(load(part + "_de").values())
                .noneMatch(text -> text.toString().isBlank());
    }

    @Test
    void anotherLanguageSeesEnglish() {
        assertThat(Texts.of("window", Locale.FRENCH).get("window.title")).isEqualTo("Loralei");
    }

    static Stream<String> parts() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".properties") && !name.contains("_"))
                    .map(name -> name.substring(0, name.indexOf('.')))
                    .toList()
                    .stream();
        }
    }

    private static Properties load(String name) throws IOException {
        Properties texts = new Properties();
        try (Reader reader = Files.newBufferedReader(FOLDER.resolve(name + ".properties"))) {
            texts.load(reader);
        }
        return texts;
    }

    private static Set<String> keys(Properties texts) {
        return new TreeSet<>(texts.stringPropertyNames());
    }

    private static Set<String> places(String text) {
        return PLACE.matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
