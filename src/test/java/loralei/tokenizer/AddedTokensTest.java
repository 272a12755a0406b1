package loralei.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import loralei.ConformanceTensors;
import loralei.config.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokenizers with words of their own. Reference ids: CLIPTokenizer of transformers 5.24.0, begin and end left out. */
class AddedTokensTest {
    private static final Path FOLDER = ConformanceTensors.SD15.resolve("model/tokenizer");
    private static final long END = 49407;

    private static final String MARKS = """
            {"id": 49406, "content": "<|startoftext|>", "normalized": true, "special": true},
            {"id": 49407, "content": "<|endoftext|>", "normalized": false, "special": true}""";

    @TempDir
    private Path folder;

    private void copyTwoFiles() throws IOException {
        for (String name : new String[] {"vocab.json", "merges.txt"}) {
            Files.copy(FOLDER.resolve(name), folder.resolve(name));
        }
    }

    private void write(String name, String json) throws IOException {
        Files.writeString(folder.resolve(name), json);
    }

    /** A {@code tokenizer.json} as transformers writes it, with each merge as one text or as two. */
    private void writeOneFile(String added, boolean pairs) throws IOException {
        String merges = Files.readString(FOLDER.resolve("merges.txt"))
                .lines()
                .skip(1)
                .map(line -> line.replace("\\", "\\\\").replace("\"", "\\\""))
                .map(line -> pairs ? "[\"" + line.replace(" ", "\", \"") + "\"]" : '"' + line + '"')
                .collect(Collectors.joining(",\n"));
        write(
                "tokenizer.json",
                "{\"version\": \"1.0\", \"truncation\": null, \"added_tokens\": [" + added
                        + "], \"normalizer\": null,\n"
                        + "\"model\": {\"type\": \"BPE\", \"dropout\": null, \"vocab\": "
                        + Files.readString(FOLDER.resolve("vocab.json")) + ", \"merges\": [" + merges + "]}}");
    }

    private void assertIds(String prompt, long... expected) {
        assertIds(END, prompt, expected);
    }

    private void assertIds(long pad, String prompt, long... expected) {
        try (ClipTokenizer tokenizer = ClipTokenizer.load(folder)) {
            long[] ids = tokenizer.encode(prompt).ids();
            assertThat(Arrays.copyOfRange(ids, 1, expected.length + 1)).containsExactly(expected);
            assertThat(ids[0]).isEqualTo(49406);
            assertThat(ids[expected.length + 1]).isEqualTo(END);
            assertThat(ids[76]).isEqualTo(pad);
        }
    }

    @Test
    void readsATokenizerJsonAloneWithThePaddingOfEitherEncoder() throws IOException {
        writeOneFile(MARKS, true);
        List<String> prompts = List.of("a photo of fsk49's café 😀 123", "x<|startoftext|>y", "\"\\", "");
        try (ClipTokenizer one = ClipTokenizer.load(folder);
                ClipTokenizer two = ClipTokenizer.load(FOLDER)) {
            assertThat(prompts)
                    .allSatisfy(prompt -> assertThat(one.encode(prompt)).isEqualTo(two.encode(prompt)));
        }
        write("tokenizer_config.json", "{\"pad_token\": \"!\", \"eos_token\": \"<|endoftext|>\"}");
        assertIds(0, "fsk49", 69, 2058, 275, 280);
    }

    @Test
    void wordsOfATokenizerJsonGetTheIdsBehindTheVocabularyInTheOrderOfTheirIds() throws IOException {
        writeOneFile(MARKS + """
                , {"id": 49409, "content": "<late>", "normalized": false, "special": true},
                {"id": 49408, "content": "Fsk49", "single_word": true, "lstrip": true, "normalized": true,
                 "special": false}""", false);
        assertIds("a fsk49 dog", 320, 49408, 1929);
        assertIds("afsk49 FSK49!", 702, 2058, 275, 280, 49408, 256);
        assertIds("<late><LATE>", 49409, 283, 2325, 285);
    }

    @Test
    void aPaddingThatAFileListsAsAddedSplitsWordsAsInTransformers() throws IOException {
        writeOneFile(MARKS + ", {\"id\": 0, \"content\": \"!\", \"normalized\": false, \"special\": true}", true);
        write("tokenizer_config.json", "{\"pad_token\": \"!\"}");
        assertIds(0, "sofa!!", 15723, 0, 0);
    }

    @Test
    void readsTheWordsOfAnAddedTokensFile() throws IOException {
        copyTwoFiles();
        write("added_tokens.json", "{\"<cat-toy>\": 49415, \"sks\": 49409}");
        assertIds("a <cat-toy> and <CAT-TOY>", 320, 49409, 537, 49409);
        assertIds("Sks dog, sksdog", 49408, 1929, 267, 49408, 1929);
    }

    @Test
    void theDecoderOfTheConfigurationGoesBeforeTheOtherFiles() throws IOException {
        copyTwoFiles();
        write("added_tokens.json", "{\"<other>\": 49408}");
        write("tokenizer_config.json", """
                {"added_tokens_decoder": {
                 "49409": {"content": "<b>", "lstrip": true, "rstrip": true, "normalized": false, "single_word": true,
                           "special": false},
                 "49408": {"content": "<A>", "normalized": false}}}""");
        assertIds("x <b> y<b>z", 343, 49409, 344, 283, 321, 285, 345);
        assertIds("<a> <A> <other>", 283, 320, 285, 49408, 283, 1010, 285);
    }

    @Test
    void marksThatTheVocabularyLacksComeBehindIt() throws IOException {
        copyTwoFiles();
        write("tokenizer_config.json", "{\"additional_special_tokens\": [\"<s1>\"], \"pad_token\": \"<pad>\"}");
        assertIds(49408, "a <s1><S1>", 320, 49409, 283, 338, 272, 285);
    }

    @Test
    void theSpecialTokensMapGoesBeforeTheConfiguration() throws IOException {
        copyTwoFiles();
        write("tokenizer_config.json", "{\"pad_token\": \"!\"}");
        write("special_tokens_map.json", "{\"pad_token\": {\"content\": \"?\", \"lstrip\": false}}");
        assertIds(30, "ok", 2481);
    }

    @Test
    void refusesATokenizerOfAnotherKind() throws IOException {
        write("tokenizer.json", "{\"model\": {\"type\": \"Unigram\", \"vocab\": [[\"a\", 0]]}}");
        assertThatThrownBy(() -> ClipTokenizer.load(folder).close())
                .isInstanceOf(UserError.class)
                .hasMessageContaining("tokenizer.json")
                .hasMessageContaining("no vocabulary and merges");
    }

    @Test
    void refusesATokenizerJsonThatWasCutShort() throws IOException {
        writeOneFile(MARKS, true);
        String whole = Files.readString(folder.resolve("tokenizer.json"));
        write("tokenizer.json", whole.substring(0, whole.length() / 2));
        assertThatThrownBy(() -> ClipTokenizer.load(folder).close())
                .isInstanceOf(UserError.class)
                .hasMessageContaining("tokenizer.json")
                .hasMessageContaining("not valid JSON");
    }
}
