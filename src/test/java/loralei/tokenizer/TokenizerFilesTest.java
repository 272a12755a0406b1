package loralei.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import loralei.ConformanceTensors;
import loralei.config.UserError;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerFilesTest {
    @TempDir
    Path folder;

    @BeforeEach
    void copy() throws IOException {
        for (String name : new String[] {"vocab.json", "merges.txt", "tokenizer_config.json"}) {
            Files.copy(ConformanceTensors.SD15.resolve("model/tokenizer").resolve(name), folder.resolve(name));
        }
    }

    private void change(String name, UnaryOperator<String> change) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, change.apply(Files.readString(file)));
    }

    private void assertRefused(String file, String reason) {
        assertThatThrownBy(() -> ClipTokenizer.load(folder).close())
                .isInstanceOfSatisfying(UserError.class, error -> {
                    assertThat(error.kind()).isEqualTo(UserError.Kind.REQUEST);
                    assertThat(error.remedy()).contains("vocab.json and merges.txt");
                })
                .hasMessageContaining(folder.resolve(file).toString())
                .hasMessageContaining(reason);
    }

    @Test
    void namesAMissingFolder() {
        assertThatThrownBy(() -> ClipTokenizer.load(folder.resolve("nothing")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("no tokenizer folder")
                .hasMessageContaining("nothing");
    }

    @Test
    void namesAMissingFile() throws IOException {
        Files.delete(folder.resolve("merges.txt"));
        assertRefused("merges.txt", "missing");
    }

    @Test
    void refusesATruncatedVocabulary() throws IOException {
        change("vocab.json", text -> text.substring(0, text.length() / 2));
        assertRefused("vocab.json", "not valid JSON");
    }

    @Test
    void refusesAVocabularyThatOnlyLacksItsEnd() throws IOException {
        change("vocab.json", text -> text.substring(0, text.length() - 1));
        assertRefused("vocab.json", "not valid JSON");
    }

    @Test
    void refusesAVocabularyOfWords() throws IOException {
        change("vocab.json", text -> "{\"a\": \"b\", \"<|startoftext|>\": 1, \"<|endoftext|>\": 2}");
        assertRefused("vocab.json", "\"a\" has no whole number");
    }

    @Test
    void refusesAVocabularyWithoutMarks() throws IOException {
        change("vocab.json", text -> text.replace("<|endoftext|>", "<|end|>"));
        assertRefused("vocab.json", "no <|endoftext|>");
    }

    @Test
    void refusesEmptyMerges() throws IOException {
        change("merges.txt", text -> "#version: 0.2\n");
        assertRefused("merges.txt", "fewer");
    }

    @Test
    void refusesMergesThatWereCutBetweenTwoLines() throws IOException {
        change("merges.txt", text -> text.substring(0, text.lastIndexOf('\n', text.length() / 2)));
        assertRefused("merges.txt", "fewer");
    }

    @Test
    void refusesMergesOfAnotherVocabulary() throws IOException {
        change("merges.txt", text -> text.replace("jeky ll</w>", "qqqqzz ll</w>"));
        assertRefused("merges.txt", "qqqqzz");
    }

    @Test
    void refusesABrokenConfiguration() throws IOException {
        change("tokenizer_config.json", text -> "{");
        assertRefused("tokenizer_config.json", "cannot be read");
    }

    @Test
    void acceptsAVocabularyThatWasCutDown() throws IOException {
        Files.writeString(
                folder.resolve("vocab.json"),
                "{\"a\":0,\"b\":1,\"a</w>\":2,\"b</w>\":3,\"ab</w>\":4,\"<|startoftext|>\":5,\"<|endoftext|>\":6}");
        Files.writeString(folder.resolve("merges.txt"), "#version: 0.2\na b</w>\n");

        try (ClipTokenizer small = ClipTokenizer.load(folder)) {
            assertThat(small.encode("ab a").ids()).startsWith(5, 4, 2, 6).endsWith(6);
        }
    }
}
