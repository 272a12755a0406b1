package loralei.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromptSyntaxTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "(fsk49:1.2)",
                "(fsk49 cat:.8)",
                "(fsk49:2)",
                "(sd1.5 cat: 0.7 )",
                "((fsk49))",
                "[fsk49]",
                "[cat:dog:0.5]",
                "[cat|dog]",
                "<lora:my-lora:0.8>",
                "<LyCO:x:1>",
                "<hypernet:anime:1>",
                "{cat|dog}",
                "__animal__",
                "__colours/red-tones__",
                "embedding:easynegative",
                "fsk49++",
                "fsk49--",
                "(fsk49 cat)1.2",
                "(fsk49 cat)+",
                "(fsk49 cat)--"
            })
    void commandsOfProgramsThatDrawAreFound(String command) {
        assertThat(PromptSyntax.in("a photo of " + command + ", outdoors")).contains(command);
    }

    @Test
    void wordsInCapitalsAreCommandsAmongOthers() {
        assertThat(PromptSyntax.in("a cat BREAK a dog AND a bird")).containsExactly("BREAK", "AND");
        assertThat(PromptSyntax.in("CATS AND DOGS")).isEmpty();
        assertThat(PromptSyntax.in("a BREAKFAST with SAND, and no break")).isEmpty();
    }

    @Test
    void escapedParenthesesAreFound() {
        assertThat(PromptSyntax.in("miku \\(vocaloid\\)")).containsExactly("\\(", "\\)");
    }

    @Test
    void eachIsToldOnce() {
        assertThat(PromptSyntax.in("(a:1.2), (a:1.2), <lora:b:1>")).containsExactly("<lora:b:1>", "(a:1.2)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fsk49 cat",
                "a photo (outdoors) of fsk49",
                "fsk49 (cat, dog)",
                "a happy cat :)",
                "a sad cat :( and a happy one :)",
                "cats :[ and :] and =[ x ]",
                "a cat ;-) (really)",
                "a picture (16:9)",
                "a clock (at 10:30)",
                "a wide picture (2.39:1)",
                "the score (3:2)",
                "rock & roll, 50% off {new}",
                "snake_case, __init, a__b",
                "1 < 2 > 0",
                "C:\\cats",
                "note: a cat",
                "a cat -- asleep - on a mat",
                "a cat (asleep) - on a mat",
                "a well-known cat (2) 1.5 m long",
                "an A+ cat, 20+ of them"
            })
    void plainTextIsLeftAlone(String prompt) {
        assertThat(PromptSyntax.in(prompt)).isEmpty();
    }
}
