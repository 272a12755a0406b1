package loralei.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import loralei.text.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptLinesTest {
    private static final PictureSpec USUAL = PictureSpec.of("", 512);

    @TempDir
    Path folder;

    /** What kohya's line_to_prompt_dict makes of the same line. */
    @Test
    void kohyasMarksAreReadInAnyOrderAndAnyCase() {
        assertThat(picture("a red cat, best --d 7 --N blurry, (bad:1.2) --W 640 --h 768 --l 7.5 --s 12 --ss k_euler_a"))
                .isEqualTo(new PictureSpec(
                        "a red cat, best",
                        "blurry, (bad:1.2)",
                        640,
                        768,
                        12,
                        7.5,
                        0,
                        SamplerKind.EULER_A,
                        SamplingSchedule.KARRAS,
                        7));
    }

    @Test
    void whatNoMarkSaysIsAsInTheDefaults() {
        PictureSpec defaults = USUAL.withPrompts("", "ugly").withSteps(3);
        assertThat(PromptLines.of("well-known -- the old way".replace(" -- ", " - "), Message.text("x"), defaults))
                .containsExactly(defaults.withPrompts("well-known - the old way", "ugly"));
        assertThat(picture("a--b")).isEqualTo(USUAL.withPrompts("a--b", ""));
    }

    @Test
    void emptyLinesAndCommentsDoNotCount() {
        String text = "# mine\r\n\r\n  one  \n   \n#two\nthree --s 5\n";
        assertThat(PromptLines.of(text, Message.text("x"), USUAL))
                .containsExactly(
                        USUAL.withPrompts("one", ""),
                        USUAL.withPrompts("three", "").withSteps(5));
    }

    @Test
    void aPictureThatIsWrittenIsReadAgain() {
        List<PictureSpec> pictures = List.of(
                USUAL,
                new PictureSpec(
                        "ein Bär, 'q'",
                        "x \u4e2d",
                        64,
                        128,
                        1,
                        0.5,
                        0,
                        SamplerKind.DDIM,
                        SamplingSchedule.KARRAS,
                        Long.MAX_VALUE));
        for (PictureSpec picture : pictures) {
            assertThat(PromptLines.ofLine(PromptLines.line(picture), USUAL)).isEqualTo(picture);
        }
        PictureSpec odd = USUAL.withPrompts("one\ntwo --w 8 ---x", "--n");
        assertThat(PromptLines.ofLine(PromptLines.line(odd), USUAL))
                .isEqualTo(USUAL.withPrompts("one two -w 8 -x", "-n"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a cat --w 500      | Line 2 of p.txt: --w 500 must be a multiple of 8 from 8 to 8192, such as 496. | Enter 512, for example.
            a cat --w          | Line 2 of p.txt: --w is not a whole number.        | Enter 512, for example.
            a cat --s 0        | Line 2 of p.txt: --s 0 must be from 1 to 1000.     | Enter 20, for example.
            a cat --d -1       | Line 2 of p.txt: --d -1 must be from 0 to 9223372036854775807. | Enter 42, for example.
            a cat --d 9999999999999999999 | Line 2 of p.txt: --d 9999999999999999999 is not a whole number. | Enter 42, for example.
            a cat --l many     | Line 2 of p.txt: --l many is not a number such as 0.0001 or 1e-4. | Enter 7, for example.
            a cat --ss heun    | Line 2 of p.txt: --ss heun is not one of           | Enter one of
            a cat --cn x.png   | Line 2 of p.txt: --cn is not a mark that a prompt can have. | These are known: --n --w --h
            a cat -- a dog     | Line 2 of p.txt: -- is not a mark that a prompt can have. | two hyphens
            """)
    void aWrongMarkIsOneMessageThatNamesTheLine(String line, String message, String remedy) {
        assertThatThrownBy(() -> PromptLines.of("a dog\n" + line, Message.text("p.txt"), USUAL))
                .isInstanceOfSatisfying(UserError.class, error -> {
                    assertThat(error).hasMessageStartingWith(message);
                    assertThat(error.remedy()).contains(remedy);
                });
    }

    @Test
    void aFileMayHaveAByteOrderMarkAndIsNamedWhereItIsWrong() throws IOException {
        Path file = folder.resolve("prompts.txt");
        Files.writeString(file, "\ufeff# mine\na b\u00e4r\n");
        assertThat(PromptLines.ofFile(file, USUAL)).containsExactly(USUAL.withPrompts("a b\u00e4r", ""));
        Files.write(file, "a b\u00e4r".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> PromptLines.ofFile(file, USUAL))
                .isInstanceOf(UserError.class)
                .hasMessage("The prompts in %s cannot be read: its text is neither UTF-8 nor UTF-16.", file);
        Files.writeString(file, "# nothing\n\n");
        assertThatThrownBy(() -> PromptLines.ofFile(file, USUAL))
                .isInstanceOf(UserError.class)
                .hasMessage("There is no prompt in %s.", file);
        assertThatThrownBy(() -> PromptLines.ofFile(folder, USUAL))
                .isInstanceOf(UserError.class)
                .hasMessage("The file of prompts %s is a folder.", folder);
    }

    @Test
    void aLineThatNamesATextFileIsThatFile() throws IOException {
        Path file = folder.resolve("mine.txt");
        Files.writeString(file, "one\ntwo");
        assertThat(PromptLines.ofFileOrText(" \"" + file + "\" ", Message.text("x"), USUAL))
                .hasSize(2);
        assertThat(PromptLines.ofFileOrText("one\ntwo\nthree.txt", Message.text("x"), USUAL))
                .hasSize(3);
        assertThat(PromptLines.ofFileOrText("a: cat? <x>", Message.text("x"), USUAL))
                .containsExactly(USUAL.withPrompts("a: cat? <x>", ""));
        Path missing = folder.resolve("missing.txt");
        assertThatThrownBy(() -> PromptLines.ofFileOrText(missing.toString(), Message.text("x"), USUAL))
                .isInstanceOf(UserError.class)
                .hasMessage("The file of prompts %s does not exist.", missing);
    }

    private static PictureSpec picture(String line) {
        return PromptLines.of(line, Message.text("x"), USUAL).get(0);
    }
}
