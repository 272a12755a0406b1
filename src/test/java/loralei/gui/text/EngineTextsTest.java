package loralei.gui.text;

import static loralei.config.Words.say;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import loralei.config.Words;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the sources say, beside what the window knows in German. */
class EngineTextsTest {
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final Path TEXTS = Path.of("src", "main", "resources", "loralei", "gui", "text");
    private static final Path GERMAN = TEXTS.resolve("engine_de.json");
    private static final Path ENGLISH = TEXTS.resolve("engine_en.json");
    private static final Pattern PLACE = Pattern.compile("\\{\\d}");

    private static SaidInSources said;
    private static Map<String, String> german;
    private static Map<String, String> english;

    @TempDir
    Path folder;

    @BeforeAll
    static void read() throws IOException {
        said = SaidInSources.under(SOURCES);
        german = patterns(GERMAN);
        english = patterns(ENGLISH);
    }

    private static Map<String, String> patterns(Path file) throws IOException {
        return new ObjectMapper()
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .readValue(Files.readString(file), new TypeReference<TreeMap<String, String>>() {});
    }

    @Test
    void theSourcesAreReallyRead() {
        assertThat(said.patterns())
                .hasSizeGreaterThan(250)
                .contains(
                        "The base model folder {0} does not exist.",
                        "PyTorch's native libraries cannot be loaded: {0}.");
    }

    @Test
    void allThatIsSaidCanBeReadFromTheSources() {
        assertThat(said.hidden()).isEmpty();
    }

    @Test
    void allThatIsSaidIsThereInGerman() {
        Set<String> missing = new TreeSet<>(said.patterns());
        missing.removeAll(german.keySet());
        assertThat(missing).as("add to " + GERMAN).isEmpty();
    }

    @Test
    void whatSpeaksOfOptionsHasOtherWordsInTheWindow() {
        Set<String> missing = new TreeSet<>(said.patterns());
        missing.removeIf(pattern -> !pattern.contains("--"));
        missing.removeAll(english.keySet());
        assertThat(missing).as("add to " + ENGLISH).isEmpty();
        assertThat(english.values())
                .as("options of a command that is not named")
                .allMatch(text -> !text.contains("--") || text.contains("loralei download"));
    }

    @Test
    void nothingIsThereThatNobodySays() {
        assertThat(german.keySet()).as("" + GERMAN).isSubsetOf(said.patterns());
        assertThat(english.keySet()).as("" + ENGLISH).isSubsetOf(said.patterns());
    }

    @Test
    void theSameValuesAreUsed() {
        Stream.of(german, english)
                .forEach(texts -> texts.forEach((pattern, text) -> {
                    assertThat(places(text)).as(pattern).isEqualTo(places(pattern));
                    assertThat(text).as(pattern).isNotBlank();
                }));
    }

    @Test
    void theReaderOfSourcesPutsPiecesTogetherAndFindsWhatIsHidden() throws IOException {
        Path source = folder.resolve("A.java");
        Files.writeString(source, """
                class A {
                    Object a = say("It's " + ("{0} " + "{1}."), 1, 2);
                    Object b = Words.say("inner {0}", say("outer"));
                    Object c = say("{0}: \\"{1}\\" {2}.", 1, 2, 3);
                    Object d = say(NAME + " is wrong");
                    Object e = Words.text("English for ever");
                    Object f = Words.joined(" and ", List.of());
                    Object g = Words.joined("; ", List.of(Words.text(h)));
                }
                """);
        SaidInSources read = SaidInSources.of(List.of(source));
        assertThat(read.patterns()).containsExactly("It's {0} {1}.", "inner {0}", "outer");
        assertThat(read.hidden())
                .extracting(place -> place.replaceFirst(".*A.java:", ""))
                .containsExactly("5 is not a literal", "6 is said in English only", "7 is said in English only");
    }

    @Test
    void aReasonInsideASentenceIsGermanToo() {
        Words words = say("{0}: cannot be written: {1}", "a.csv", say("there is no such file."));
        assertThat(EngineTexts.of(Locale.GERMANY).translate(words))
                .isEqualTo("a.csv lässt sich nicht schreiben: Diese Datei gibt es nicht.");
        assertThat(EngineTexts.of(Locale.FRENCH).translate(words))
                .isEqualTo("a.csv: cannot be written: there is no such file.");
    }

    @Test
    void theWindowOffersWhatItHasInAnyLanguage() {
        Words words = say("Use --family {0} (the window: the other tab), or choose another base model.", "sdxl");
        for (Locale locale : List.of(Locale.ENGLISH, Locale.FRENCH)) {
            assertThat(EngineTexts.of(locale).translate(words))
                    .isEqualTo("Go to the tab of sdxl, or choose another base model.");
        }
    }

    @Test
    void whatHasNoTranslationIsEnglish() {
        assertThat(EngineTexts.of(Locale.GERMAN).translate(say("Nobody {0} this.", "translated")))
                .isEqualTo("Nobody translated this.");
    }

    @Test
    void settingsAreCalledWhatTheFormCallsThem() {
        EngineTexts texts = EngineTexts.of(Locale.GERMAN);
        assertThat(texts.translate(Words.setting("baseModel"))).isEqualTo("Basismodell");
        assertThat(texts.translate(Words.setting("batch-size"))).isEqualTo("Bilder je Schritt");
        assertThat(EngineTexts.of(Locale.ENGLISH).translate(Words.setting("batch-size")))
                .isEqualTo("Batch size");
    }

    private static Set<String> places(String text) {
        return PLACE.matcher(text).results().map(match -> match.group()).collect(Collectors.toCollection(TreeSet::new));
    }
}
