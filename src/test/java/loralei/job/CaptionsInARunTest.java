package loralei.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import loralei.config.PromptLength;
import loralei.conformance.ConformanceData;
import loralei.safetensors.SafetensorsFile;
import loralei.tokenizer.ClipTokenizer;
import loralei.train.TrainingEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures with captions whose tags are shuffled and dropped, one of them long, shown mirrored at random. */
class CaptionsInARunTest {
    private static final int STEPS = 9;
    private static final int BATCH = 2;

    @TempDir
    private Path folder;

    private Path pictures;

    @BeforeEach
    void captions() throws IOException {
        pictures = Files.createDirectory(folder.resolve("pictures"));
        try (Stream<Path> all = Files.list(ConformanceData.of("sd15").path("images"))) {
            for (Path picture : all.toList()) {
                Files.copy(picture, pictures.resolve(picture.getFileName().toString()));
            }
        }
        Files.writeString(pictures.resolve("00.txt"), "fsk49 cat, red, sofa, window");
        Files.writeString(pictures.resolve("01.caption"), "{instance} {class}, blue, garden\nignored");
        Files.writeString(pictures.resolve("02.txt"), "fsk49 cat" + ", very long indeed".repeat(30));
    }

    private TinyRun run(String family, String output) throws IOException {
        TinyRun run = new TinyRun(folder.resolve(output))
                .with("instanceDir", pictures)
                .with("classPrompt", "cat")
                .with("steps", STEPS)
                .with("batchSize", BATCH)
                .with("shuffleTags", true)
                .with("keepTags", 1)
                .with("tagDropout", 0.2)
                .with("captionDropout", 0.2)
                .with("captionVariants", 4)
                .with("maxTokens", PromptLength.TWO_CHUNKS)
                .with("randomFlip", true);
        return family.equals("sdxl") ? run.sdxl(folder.resolve("model of " + output)) : run;
    }

    private List<JsonNode> samples() throws IOException {
        JsonNode run = new ObjectMapper().readTree(Files.readAllBytes(folder.resolve("trace/run.json")));
        List<JsonNode> samples = new ArrayList<>();
        run.get("samples").forEach(step -> step.forEach(samples::add));
        return samples;
    }

    @ParameterizedTest
    @ValueSource(strings = {"sd15", "sdxl"})
    void aRunThatWasStoppedWithinAnEpochEndsInTheSameBits(String family) throws IOException {
        run(family, "whole").run();
        run(family, "parts").stoppingAt(4).run();
        String model = "model of parts";
        if (family.equals("sdxl")) {
            Files.move(folder.resolve(model), folder.resolve("moved"));
        }
        List<TrainingEvent> events = run(family, "parts").resuming().run();
        assertThat(events)
                .filteredOn(TrainingEvent.Step.class::isInstance)
                .as("steps after the stop")
                .hasSize(STEPS - 4);
        assertThat(TinyRun.values(folder.resolve("parts/tiny.safetensors")))
                .isEqualTo(TinyRun.values(folder.resolve("whole/tiny.safetensors")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sd15", "sdxl"})
    void aTraceHoldsWhatItTells(String family) throws IOException {
        run(family, "out").tracing(folder.resolve("trace"), STEPS).run();
        List<JsonNode> samples = samples();
        assertThat(samples).hasSize(STEPS * BATCH);
        Set<String> flips = new HashSet<>();
        Set<String> prompts = new HashSet<>();
        Set<Integer> lengths = new HashSet<>();
        try (ClipTokenizer tokenizer =
                ClipTokenizer.load(ConformanceData.of("sd15").model().resolve("tokenizer"))) {
            for (int step = 1; step <= STEPS; step++) {
                try (SafetensorsFile file =
                        SafetensorsFile.open(folder.resolve("trace/step-00000" + step + ".safetensors"))) {
                    int length = file.tensor("input_ids").shape().get(1).intValue();
                    long[] ids = file.longs("input_ids");
                    lengths.add(length);
                    assertThat(file.tensor("encoder_hidden_states")
                                    .shape()
                                    .get(1)
                                    .intValue())
                            .isEqualTo(length);
                    for (int place = 0; place < BATCH; place++) {
                        JsonNode sample = samples.get((step - 1) * BATCH + place);
                        String prompt = sample.get("prompt").asText();
                        prompts.add(prompt);
                        flips.add(sample.get("flip").asText());
                        long[] expected = tokenizer.encode(prompt, 2).ids();
                        assertThat(Arrays.copyOfRange(ids, place * length, place * length + expected.length))
                                .as(prompt)
                                .containsExactly(expected);
                    }
                }
            }
        }
        assertThat(flips).containsExactlyInAnyOrder("true", "false");
        assertThat(lengths).as("with and without the long caption").containsExactlyInAnyOrder(77, 154);
        assertThat(prompts).contains("", "fsk49 cat").hasSizeGreaterThan(5);
        assertThat(prompts).noneMatch(prompt -> prompt.contains("ignored") || prompt.contains("{"));
    }

    @Test
    void aMirroredPictureIsThePictureInAMirror() throws IOException {
        run("sd15", "out")
                .with("batchSize", 1)
                .with("steps", 24)
                .tracing(folder.resolve("trace"), 24)
                .run();
        List<JsonNode> samples = samples();
        int compared = 0;
        for (int a = 0; a < samples.size(); a++) {
            for (int b = 0; b < a; b++) {
                boolean same = samples.get(a).get("file").equals(samples.get(b).get("file"));
                if (same && !samples.get(a).get("flip").equals(samples.get(b).get("flip"))) {
                    assertThat(mirrored(pixels(a + 1))).containsExactly(pixels(b + 1));
                    compared++;
                }
            }
        }
        assertThat(compared).isPositive();
    }

    private float[] pixels(int step) throws IOException {
        String name = String.format(Locale.ROOT, "trace/step-%06d.safetensors", step);
        try (SafetensorsFile file = SafetensorsFile.open(folder.resolve(name))) {
            return file.floats("pixel_values");
        }
    }

    private static float[] mirrored(float... pixels) {
        float[] turned = new float[pixels.length];
        for (int row = 0; row < pixels.length / 64; row++) {
            for (int x = 0; x < 64; x++) {
                turned[row * 64 + x] = pixels[row * 64 + 63 - x];
            }
        }
        return turned;
    }

    @Test
    void aCutCaptionIsToldOnceWithTheSettingThatReadsMore() throws IOException {
        List<TrainingEvent> events = run("sd15", "out")
                .with("maxTokens", PromptLength.ONE_CHUNK)
                .dry()
                .run();
        assertThat(events)
                .filteredOn(TrainingEvent.Warning.class::isInstance)
                .extracting(event -> ((TrainingEvent.Warning) event).text().toString())
                .filteredOn(text -> text.contains("longer than what is read"))
                .singleElement()
                .asString()
                .matches("\\d prompts are longer than what is read of them; .*--max-tokens\\.");
    }
}
