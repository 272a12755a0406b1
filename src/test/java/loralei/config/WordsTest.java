package loralei.config;

import static loralei.config.Words.say;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WordsTest {
    private static final Map<String, String> GERMAN = Map.of(
            "The file {0} has {1} bytes.", "{1} Byte hat die Datei {0}.", "No: {0}.", "Nein: {0}.", "cold", "kalt");

    @Test
    void onItsOwnASentenceIsEnglish() {
        assertThat(say("The file {0} has {1} bytes.", Path.of("a.png"), 7)).hasToString("The file a.png has 7 bytes.");
        assertThat(say("Nothing is wrong.")).hasToString("Nothing is wrong.");
    }

    @Test
    void anotherLanguageMayPutTheValuesElsewhere() {
        assertThat(german(say("The file {0} has {1} bytes.", "a.png", 7))).isEqualTo("7 Byte hat die Datei a.png.");
    }

    @Test
    void apostrophesQuotesAndBracesInThePatternMeanThemselves() {
        assertThat(say("The VAE's '{0}' is $1 {or} \\ {\"version\": {1}}.", "x", 2))
                .hasToString("The VAE's 'x' is $1 {or} \\ {\"version\": 2}.");
    }

    @Test
    void valuesComeThroughUnharmed() {
        String hostile = "{0}{1} $0 \\1 'it''s' {";
        assertThat(say("No: {0}.", hostile)).hasToString("No: " + hostile + ".");
        assertThat(german(say("No: {0}.", hostile))).isEqualTo("Nein: " + hostile + ".");
        assertThat(say("{0}, {1}", "{1}", "b")).hasToString("{1}, b");
    }

    @Test
    void aReasonInASentenceIsTranslatedWithIt() {
        Words sentence = say("No: {0}.", say("cold"));
        assertThat(sentence).hasToString("No: cold.");
        assertThat(german(sentence)).isEqualTo("Nein: kalt.");
        assertThat(german(say("Unknown {0}.", say("cold")))).isEqualTo("Unknown kalt.");
    }

    @Test
    void aPlaceWithoutAValueStaysInSight() {
        assertThat(say("The file {0} has {1} bytes.", "a")).hasToString("The file a has {1} bytes.");
        assertThat(say("No: {0}.", (Object) null)).hasToString("No: null.");
    }

    @Test
    void aTextIsNeverTranslated() {
        assertThat(german(Words.text("cold"))).isEqualTo("cold");
        assertThat(Words.text("{0} {1}")).hasToString("{0} {1}");
    }

    @Test
    void partsStandOneAfterTheOther() {
        List<Words> parts = List.of(Words.text("{1}"), say("cold"), say("No: {0}.", 1));
        assertThat(Words.joined("; ", parts)).hasToString("{1}; cold; No: 1.");
        assertThat(german(Words.joined("; ", parts))).isEqualTo("{1}; kalt; Nein: 1.");
        assertThat(Words.joined("; ", List.of())).hasToString("");
    }

    @Test
    void whatFailedIsAskedForItsWords() {
        Words said = say("No: {0}.", say("cold"));
        assertThat(Words.of(new SpokenIOException(said))).isEqualTo(said);
        assertThat(Words.of(UserError.run(said, say("cold")))).isEqualTo(said);
        assertThat(Words.of(new IOException("cold"))).isEqualTo(Words.text("cold"));
        assertThat(Words.of(new IOException())).hasToString("null");
    }

    @Test
    void inJsonASentenceIsAText() throws IOException {
        assertThat(new ObjectMapper().writeValueAsString(say("No: {0}.", say("cold"))))
                .isEqualTo("\"No: cold.\"");
    }

    private static String german(Words words) {
        return words.in(pattern -> GERMAN.getOrDefault(pattern, pattern));
    }
}
