package loralei.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.LongStream;
import loralei.ConformanceTensors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClipTokenizerTest {
    private static final Path FOLDER = ConformanceTensors.SD15.resolve("model/tokenizer");
    private static ClipTokenizer tokenizer;

    @BeforeAll
    static void load() {
        tokenizer = ClipTokenizer.load(FOLDER);
    }

    @AfterAll
    static void close() {
        tokenizer.close();
    }

    private static long[] ids(long... tokens) {
        return ids(49407, tokens);
    }

    private static long[] ids(long pad, long[] tokens) {
        return LongStream.concat(
                        LongStream.concat(
                                LongStream.concat(LongStream.of(49406), Arrays.stream(tokens)), LongStream.of(49407)),
                        LongStream.generate(() -> pad))
                .limit(77)
                .toArray();
    }

    private static void assertConformance(ClipTokenizer tokenizer, Path folder, String name) throws IOException {
        JsonNode prompts = new ObjectMapper()
                .readTree(folder.resolve("case.json").toFile())
                .path("prompts");
        long[] expected = new ConformanceTensors(folder).longs(name); // (10, 77)

        assertThat(prompts).hasSize(10);
        for (int i = 0; i < prompts.size(); i++) {
            assertThat(tokenizer.encode(prompts.get(i).asText()).ids())
                    .as("%s, prompt %d: %s", name, i, prompts.get(i))
                    .containsExactly(Arrays.copyOfRange(expected, i * 77, (i + 1) * 77));
        }
    }

    @Test
    void givesTheIdsOfTransformersForEveryConformancePrompt() throws IOException {
        assertConformance(tokenizer, ConformanceTensors.SD15, "tokens");
        assertConformance(tokenizer, ConformanceTensors.SDXL, "tokens");
    }

    /** Reference ids: CLIPTokenizer of transformers 5.23.0. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "ſ K ﬁ İ I ß ẞ; 129,379,330,171,105,479,328,16384,328,127,509,127,509",
                "½ ² Ⅷ 一; 33613,41175,158,227,371,19759,478",
                "'S I'LL I'll; 568,328,1342,328,1342",
                "don’t; 847,728,503,339",
                "a <|endoftext|> b; 320,49407,321",
                "x<|startoftext|>y; 343,49406,344",
                "wow ! ok! <|ENDOFTEXT|> x; 2781,256,2481,256,27,347,40786,4160,91,285,343"
            })
    void readsUnicodeAndMarksAsTransformersDoes(String text, String expected) {
        long[] tokens =
                Arrays.stream(expected.split(",")).mapToLong(Long::parseLong).toArray();

        assertThat(tokenizer.encode(text).ids()).containsExactly(ids(tokens));
    }

    @Test
    void readsComposedAndDecomposedAccentsAlike() {
        assertThat(tokenizer.encode("e\u0301").ids())
                .containsExactly(ids(4166))
                .isEqualTo(tokenizer.encode("\u00e9").ids());
    }

    @Test
    void treatsEveryWhiteSpaceAsOneSpace() {
        assertThat(tokenizer.encode("a\u00a0\t b\u2003\nc\u0085d").ids())
                .containsExactly(tokenizer.encode("a b c d").ids())
                .containsExactly(ids(320, 321, 322, 323));
    }

    @Test
    void survivesHalfACharacter() {
        assertThat(tokenizer.encode("\ud83d x").ids())
                .containsExactly(tokenizer.encode("? x").ids());
    }

    @Test
    void countsTheTokensOfThePromptWithoutMarks() {
        assertThat(tokenizer.encode("").tokenCount()).isZero();
        assertThat(tokenizer.encode("a photo of sks dog").tokenCount()).isEqualTo(5);
        assertThat(tokenizer.encode("a photo of sks dog").isTruncated()).isFalse();
        assertThat(tokenizer.encode("a photo of sks dog").truncatedText()).isEmpty();
    }

    @Test
    void takesSeventyFiveTokensWithoutCutting() {
        TokenizedPrompt full = tokenizer.encode("dog ".repeat(75));

        assertThat(full.tokenCount()).isEqualTo(75);
        assertThat(full.isTruncated()).isFalse();
        assertThat(full.ids()).endsWith(1929, 49407);
    }

    @Test
    void namesExactlyWhatWasCut() {
        TokenizedPrompt cut = tokenizer.encode("Dog ".repeat(75) + " Cat,  and 😀 MORE ");

        assertThat(cut.tokenCount()).isEqualTo(75);
        assertThat(cut.isTruncated()).isTrue();
        assertThat(cut.truncatedText()).isEqualTo("Cat,  and 😀 MORE ");
        assertThat(cut.ids())
                .containsExactly(tokenizer.encode("dog ".repeat(75)).ids());
    }

    @Test
    void namesTheCutBehindCharactersOfTwoUnits() {
        assertThat(tokenizer.encode("😀 ".repeat(75) + "cat").truncatedText()).isEqualTo("cat");
    }

    @Test
    void cutsInsideAWordWhereTheTokensEnd() {
        assertThat(tokenizer.encode("dog ".repeat(74) + "fsk49").truncatedText())
                .isEqualTo("sk49");
    }

    @Test
    void aLongPromptIsReadInChunksWithMarksOfTheirOwn() {
        TokenizedPrompt long80 = tokenizer.encode("dog ".repeat(75) + "cat ".repeat(5), 3);

        assertThat(long80.tokenCount()).isEqualTo(80);
        assertThat(long80.isTruncated()).isFalse();
        assertThat(long80.chunks()).hasSize(2);
        assertThat(long80.chunks().get(0))
                .containsExactly(tokenizer.encode("dog ".repeat(75)).ids());
        assertThat(long80.chunks().get(1))
                .containsExactly(tokenizer.encode("cat ".repeat(5)).ids());
        assertThat(long80.ids()).hasSize(154);
    }

    @Test
    void whatIsBeyondTheLastChunkIsCutOff() {
        TokenizedPrompt cut = tokenizer.encode("dog ".repeat(225) + "cat", 3);

        assertThat(cut.tokenCount()).isEqualTo(225);
        assertThat(cut.truncatedText()).isEqualTo("cat");
        assertThat(cut.chunks()).hasSize(3);
        assertThat(tokenizer.encode("dog ".repeat(150), 2).chunks()).hasSize(2);
        assertThat(tokenizer.encode("", 3)).isEqualTo(tokenizer.encode(""));
    }

    @Test
    void tellsWhatAWordBecomes() {
        assertThat(tokenizer.pieces("FSK49")).containsExactly("F", "SK", "4", "9");
        assertThat(tokenizer.pieces("cat")).containsExactly("cat");
        assertThat(tokenizer.pieces("")).isEmpty();
        assertThat(tokenizer.pieces("x😀日本")).containsExactly("x", "😀", "日", "本", "本");
    }

    @Test
    void padsWithTheTokenOfTheSecondSdxlTokenizerAndStillReadsItAsAWord(@TempDir Path folder) throws IOException {
        for (String name : new String[] {"vocab.json", "merges.txt"}) {
            Files.copy(FOLDER.resolve(name), folder.resolve(name));
        }
        Files.writeString(
                folder.resolve("tokenizer_config.json"),
                "{\"pad_token\": \"!\", \"eos_token\": {\"content\": \"<|endoftext|>\", \"normalized\": true},"
                        + " \"unk_token\": {\"content\": \"<|endoftext|>\", \"normalized\": true}}");

        try (ClipTokenizer second = ClipTokenizer.load(folder)) {
            assertConformance(second, ConformanceTensors.SDXL, "tokens_2");
            assertThat(second.encode("sofa!!").ids()).containsExactly(ids(0, new long[] {15723, 748}));
            assertThat(second.encode("<|ENDOFTEXT|>").ids()).containsExactly(ids(0, new long[] {49407}));
        }
    }

    @Test
    void findsThePadTokenInTheSpecialTokensMap(@TempDir Path folder) throws IOException {
        for (String name : new String[] {"vocab.json", "merges.txt"}) {
            Files.copy(FOLDER.resolve(name), folder.resolve(name));
        }
        Files.writeString(folder.resolve("special_tokens_map.json"), "{\"pad_token\": {\"content\": \"!\"}}");

        try (ClipTokenizer second = ClipTokenizer.load(folder)) {
            assertThat(second.encode("dog").ids()).containsExactly(ids(0, new long[] {1929}));
        }
    }

    @Test
    void readsAndPadsWithTheEndMarkWhereNoConfigurationExists(@TempDir Path folder) throws IOException {
        Files.copy(FOLDER.resolve("vocab.json"), folder.resolve("vocab.json"));
        String windows = Files.readString(FOLDER.resolve("merges.txt")).replace("\n", "\r\n");
        Files.writeString(folder.resolve("merges.txt"), windows);

        try (ClipTokenizer plain = ClipTokenizer.load(folder)) {
            assertThat(plain.encode("a photo of sks dog").ids()).containsExactly(ids(320, 1125, 539, 48136, 1929));
        }
    }

    @Test
    void equalsAnEncodingOfTheSamePrompt() {
        assertThat(tokenizer.encode("dog"))
                .isEqualTo(tokenizer.encode("DOG"))
                .hasSameHashCodeAs(tokenizer.encode("DOG"));
        assertThat(tokenizer.encode("dog")).isNotEqualTo(tokenizer.encode("cat"));
    }
}
