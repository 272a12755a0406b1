package loralei.gui.form;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import loralei.job.PromptFacts;
import loralei.job.PromptFacts.Word;
import loralei.text.Texts;
import org.junit.jupiter.api.Test;

class PromptSentenceTest {
    private static final Word FSK49 = new Word("fsk49", List.of("f", "sk", "4", "9"));
    private static final Word CAT = new Word("cat", List.of("cat"));
    private static final Word PHOTO = new Word("photo", List.of("photo"));

    @Test
    void aMadeUpWordIsGood() {
        assertThat(sentence("", FSK49))
                .isEqualTo(
                        new PromptSentence(Severity.GOOD, "fsk49 is 4 tokens: good, the model has no meaning for it."));
    }

    @Test
    void aKnownWordIsWarnedOf() {
        PromptSentence sentence = sentence("", CAT);

        assertThat(sentence.severity()).isEqualTo(Severity.WARN);
        assertThat(sentence.text()).startsWith("cat is one ordinary word that the model already knows");
    }

    @Test
    void oneMadeUpWordAmongKnownOnesIsEnough() {
        assertThat(sentence("", PHOTO, FSK49).severity()).isEqualTo(Severity.GOOD);
        assertThat(sentence("", PHOTO, CAT).severity()).isEqualTo(Severity.WARN);
    }

    @Test
    void whatIsCutOffIsTold() {
        PromptSentence sentence = sentence("the end of it", FSK49);

        assertThat(sentence.severity()).isEqualTo(Severity.BAD);
        assertThat(sentence.text()).contains("75").endsWith("the end of it");
    }

    @Test
    void commandsOfOtherProgramsAreWarnedOf() {
        PromptFacts facts = new PromptFacts(List.of(FSK49), "", 1, 75, "", List.of("(fsk49:1.2)", "<lora:a:1>"));

        PromptSentence sentence = PromptSentence.of(facts, Texts.of("form", Locale.ENGLISH));

        assertThat(sentence.severity()).isEqualTo(Severity.WARN);
        assertThat(sentence.text()).contains("(fsk49:1.2), <lora:a:1>");
    }

    @Test
    void anEmptyPromptNeedsNoAdvice() {
        assertThat(sentence("").text()).isEmpty();
    }

    private static PromptSentence sentence(String cut, Word... words) {
        return PromptSentence.of(
                new PromptFacts(List.of(words), "", 1, 75, cut, List.of()), Texts.of("form", Locale.ENGLISH));
    }
}
