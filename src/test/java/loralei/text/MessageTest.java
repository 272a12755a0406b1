package loralei.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import loralei.config.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTest {
    private static final Texts GERMAN = Texts.of("window", Locale.GERMAN);
    private static final Message SAID = Message.of("tokenizer.noFolder", Path.of("a"));

    @Test
    void onItsOwnItIsEnglish() {
        assertThat(SAID).hasToString("There is no tokenizer folder a.");
        assertThat(Message.of("check.fromTo", 1, 1024)).hasToString("must be from 1 to 1024");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{0}", "it's {1}", "$1 \\", "''", "{", "}"})
    void whatIsPutInIsNotReadAsAText(String hostile) {
        Message message = Message.of("shared.colon", hostile, Message.text(hostile));
        assertThat(message).hasToString(hostile + ": " + hostile);
        assertThat(GERMAN.say(message)).isEqualTo(hostile + ": " + hostile);
    }

    @Test
    void aMissingValueLeavesItsPlaceAndANullIsNamed() {
        assertThat(Message.of("shared.colon", "a")).hasToString("a: {1}");
        assertThat(Message.of("shared.colon", "a", null)).hasToString("a: null");
    }

    @Test
    void joinsPartsInAnyLanguage() {
        List<Message> parts = List.of(Message.text("{1}"), Message.of("check.empty"), SAID);
        assertThat(Message.joined("; ", parts)).hasToString("{1}; is empty; There is no tokenizer folder a.");
        assertThat(GERMAN.say(Message.joined("; ", parts.subList(0, 2)))).isEqualTo("{1}; ist leer");
        assertThat(Message.joined("; ", List.of())).hasToString("");
    }

    @Test
    void failuresSayWhatTheyWereMadeOf() {
        assertThat(Message.of(new LocalizedIOException(SAID))).isEqualTo(SAID);
        assertThat(Message.of(UserError.run(SAID, Message.text("x")))).isEqualTo(SAID);
        assertThat(Message.of(new IOException("cold"))).isEqualTo(Message.text("cold"));
        assertThat(Message.of(new IOException())).hasToString("null");
    }

    @Test
    void inJsonItIsAnEnglishText() throws IOException {
        assertThat(new ObjectMapper().writeValueAsString(SAID)).isEqualTo("\"There is no tokenizer folder a.\"");
    }
}
