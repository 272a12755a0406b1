package loralei.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import loralei.conformance.ConformanceData;
import loralei.tokenizer.TokenizedPrompt;
import loralei.torch.ComputeDevice;
import loralei.torch.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prompts of several chunks. The numbers are those of transformers 5 in fp32 on the tiny models: the tokens cut every 75,
 * each chunk with its marks and padding as a prompt of its own, the states in a row.
 */
class LongPromptTest {
    private static final String PROMPT = Stream.of(
                    "sitting",
                    "standing",
                    "sleeping",
                    "running",
                    "jumping",
                    "eating",
                    "drinking",
                    "playing",
                    "looking",
                    "hiding",
                    "sitting",
                    "standing",
                    "sleeping",
                    "running",
                    "jumping",
                    "eating",
                    "drinking",
                    "playing",
                    "looking",
                    "hiding")
            .map("fsk49 cat "::concat)
            .collect(Collectors.joining(", "));

    @TempDir
    private Path folder;

    private static List<EncodedPrompt> encode(BaseModel model, String... prompts) {
        Map<String, List<TokenizedPrompt>> tokens = PromptEncoder.tokenize(model, List.of(prompts), 3);
        return PromptEncoder.encode(model, tokens, ComputeDevice.cpu());
    }

    private static void assertStates(EncodedPrompt prompt, int channels, int token, int from, double... expected) {
        float[] all = prompt.encoderHiddenStates().floats();
        int start = token * channels + from;
        float[] found = Arrays.copyOfRange(all, start, start + expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) found[i])
                    .as("token %d, channel %d", token, from + i)
                    .isCloseTo(expected[i], within(5e-5));
        }
    }

    private static double meanSize(EncodedPrompt prompt) {
        float[] all = prompt.encoderHiddenStates().floats();
        double sum = 0;
        for (float value : all) {
            sum += Math.abs(value);
        }
        return sum / all.length;
    }

    @Test
    void sd15ReadsEachChunkAsAPrompt() {
        try (Scope scope = Scope.open()) {
            EncodedPrompt prompt = encode(
                            BaseModel.open(ConformanceData.of("sd15").model()), PROMPT)
                    .get(0);
            assertThat(prompt.tokens().get(0).tokenCount()).isEqualTo(139);
            assertThat(prompt.encoderHiddenStates().shape()).containsExactly(1, 154, 16);
            assertThat(meanSize(prompt)).isCloseTo(0.842132, within(1e-5));
            assertStates(prompt, 16, 0, 0, 0.003814, -1.228948, -0.603363, -0.026233);
            assertStates(prompt, 16, 76, 0, 1.84419, -0.376477, 0.986588, 0.035879);
            assertStates(prompt, 16, 77, 0, 0.003814, -1.228948, -0.603363, -0.026233);
            assertStates(prompt, 16, 80, 0, -0.056457, -0.74089, -0.205041, 0.391551);
            assertStates(prompt, 16, 153, 0, 1.571697, -0.699977, 1.210827, 0.548856);
        }
    }

    @Test
    void sdxlJoinsBothEncodersAndPoolsTheFirstChunk() throws IOException {
        Path model = ConformanceData.of("sdxl").copyModel(folder.resolve("model"));
        Path tokenizer = ConformanceData.of("sd15").model().resolve("tokenizer");
        for (String name : List.of("tokenizer", "tokenizer_2")) {
            Path into = Files.createDirectories(model.resolve(name));
            for (String file :
                    List.of("vocab.json", "merges.txt", "tokenizer_config.json", "special_tokens_map.json")) {
                Files.copy(tokenizer.resolve(file), into.resolve(file));
            }
        }
        try (Scope scope = Scope.open()) {
            EncodedPrompt prompt = encode(BaseModel.open(model), PROMPT).get(0);
            assertThat(prompt.encoderHiddenStates().shape()).containsExactly(1, 154, 48);
            assertThat(meanSize(prompt)).isCloseTo(1.223186, within(1e-5));
            assertStates(prompt, 48, 0, 0, -0.602321, 1.459843, 0.230191, -3.686798);
            assertStates(prompt, 48, 80, 0, -1.332712, 2.247206, -0.975601, -3.181697);
            assertStates(prompt, 48, 80, 44, 2.362893, 1.588205, -3.514664, 1.75315);
            assertStates(prompt, 48, 153, 44, 2.569153, 1.185094, -1.912268, 1.142385);
            float[] pooled = prompt.textEmbeds().get(0).floats();
            double[] expected = {-0.733004, 0.925335, 0.421826, 0.370139, -0.237446, 0.797368};
            for (int i = 0; i < expected.length; i++) {
                assertThat((double) pooled[i]).isCloseTo(expected[i], within(5e-5));
            }
        }
    }

    @Test
    void shorterPromptsOfABatchAreFilledUpWithEmptyChunks() {
        try (Scope scope = Scope.open()) {
            BaseModel model = BaseModel.open(ConformanceData.of("sd15").model());
            Map<String, EncodedPrompt> all = encode(model, PROMPT, "a cat", "").stream()
                    .collect(Collectors.toMap(EncodedPrompt::prompt, prompt -> prompt));
            EncodedPrompt cat = all.get("a cat");
            EncodedPrompt filled = EncodedPrompt.ofOneLength(List.of(cat, all.get(PROMPT)), () -> all.get(""))
                    .get(0);
            float[] states = filled.encoderHiddenStates().floats();
            int chunk = 77 * 16;
            assertThat(filled.encoderHiddenStates().shape()).containsExactly(1, 154, 16);
            assertThat(Arrays.copyOf(states, chunk))
                    .containsExactly(cat.encoderHiddenStates().floats());
            assertThat(Arrays.copyOfRange(states, chunk, 2 * chunk))
                    .containsExactly(all.get("").encoderHiddenStates().floats());
            assertThat(filled.tokens().get(0).chunks().get(1))
                    .containsExactly(all.get("").tokens().get(0).ids());
            assertThat(EncodedPrompt.ofOneLength(List.of(cat, cat), () -> all.get("")))
                    .containsExactly(cat, cat);
        }
    }
}
