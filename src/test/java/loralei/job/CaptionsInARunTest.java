package loralei.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import loralei.config.Prior;
import loralei.config.PromptLength;
import loralei.conformance.ConformanceData;
import loralei.safetensors.SafetensorsFile;
import loralei.train.Preparation;
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

    /** Of a run that is left alone, by the family. */
    private static final Map<String, Whole> WHOLE = new HashMap<>();

    @TempDir
    private static Path shared;

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

    private record Whole(Path trace, Map<String, List<Float>> lora) {}

    private Whole whole(String family) throws IOException {
        if (!WHOLE.containsKey(family)) {
            Path trace = shared.resolve(family);
            run(family, "whole").tracing(trace, STEPS).run();
            WHOLE.put(family, new Whole(trace, TinyRun.values(folder.resolve("whole/tiny.safetensors"))));
        }
        return WHOLE.get(family);
    }

    private List<JsonNode> samples() throws IOException {
        return samples(folder.resolve("trace"));
    }

    private static List<JsonNode> samples(Path trace) throws IOException {
        JsonNode run = new ObjectMapper().readTree(Files.readAllBytes(trace.resolve("run.json")));
        List<JsonNode> samples = new ArrayList<>();
        run.get("samples").forEach(step -> step.forEach(samples::add));
        return samples;
    }

    @ParameterizedTest
    @ValueSource(strings = {"sd15", "sdxl"})
    void aRunThatWasStoppedWithinAnEpochEndsInTheSameBits(String family) throws IOException {
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
                .isEqualTo(whole(family).lora());
    }

    private static List<Integer> encoded(List<TrainingEvent> events) {
        return events.stream()
                .filter(event ->
                        event instanceof TrainingEvent.Preparing preparing && preparing.what() == Preparation.PICTURES)
                .map(event -> ((TrainingEvent.Preparing) event).done())
                .toList();
    }

    /** Of long prompts and mirrored pictures too; emptied in the middle of a run, the cache gives them again. */
    @ParameterizedTest
    @ValueSource(strings = {"sd15", "sdxl"})
    void aRunThatFindsAllInTheCacheEndsInTheSameBits(String family) throws IOException {
        Path cache = folder.resolve("cache");
        assertThat(encoded(run(family, "first").caching(cache).run())).hasSize(1 + 6);
        assertThat(encoded(run(family, "second").caching(cache).run())).hasSize(1);
        TinyRun emptied = run(family, "emptied").caching(cache).watching(event -> {
            if (event instanceof TrainingEvent.Step step && step.step() == 2) {
                delete(cache);
            }
        });
        emptied.run();
        for (String name : List.of("first", "second", "emptied")) {
            assertThat(TinyRun.values(folder.resolve(name).resolve("tiny.safetensors")))
                    .as(name)
                    .isEqualTo(whole(family).lora());
        }
    }

    private static void delete(Path tree) {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void withClassImagesARunThatWasStoppedEndsInTheSameBits() throws IOException {
        Path cache = folder.resolve("cache");
        for (String name : List.of("whole", "parts")) {
            TinyRun run = ofClass(run("sd15", name)).caching(cache);
            (name.equals("parts") ? run.stoppingAt(4) : run).run();
        }
        ofClass(run("sd15", "parts")).caching(cache).resuming().run();
        assertThat(TinyRun.values(folder.resolve("parts/tiny.safetensors")))
                .isEqualTo(TinyRun.values(folder.resolve("whole/tiny.safetensors")));
    }

    private TinyRun ofClass(TinyRun run) {
        return run.with("prior", Prior.PICTURES)
                .with("classDir", folder.resolve("class"))
                .with("numClassImages", 2);
    }

    /** Class images stand behind the others, so that these are shown as they are without them. */
    @Test
    void classImagesChangeNothingOfHowTheOthersAreShown() throws IOException {
        List<JsonNode> alone = samples(whole("sd15").trace());
        ofClass(run("sd15", "pairs")).tracing(folder.resolve("trace"), STEPS).run();
        List<JsonNode> beside = samples();
        assertThat(beside).hasSize(2 * STEPS * BATCH);
        for (int i = 0; i < beside.size(); i++) {
            int place = i % (2 * BATCH);
            if (place < BATCH) {
                assertThat(beside.get(i)).isEqualTo(alone.get(i / (2 * BATCH) * BATCH + place));
            } else {
                assertThat(beside.get(i).get("role").asText()).isEqualTo("class");
                assertThat(beside.get(i).get("prompt").asText()).isEqualTo("cat");
            }
        }
    }

    /** All chunks of a step are of one length: those of the class prompt, of previews and of what is held out too. */
    @ParameterizedTest
    @ValueSource(strings = {"sd15", "sdxl"})
    void longCaptionsGoWithPredictionsPreviewsAndHeldOutPictures(String family) throws IOException {
        String words = "fsk49 cat" + ", very long indeed".repeat(30);
        List<Path> twelve = TwelvePictures.pictures(TwelvePictures.in(folder));
        for (int i = 0; i < twelve.size(); i++) {
            Path name = twelve.get(i).getFileName();
            Files.copy(twelve.get(i), pictures.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            Files.writeString(pictures.resolve(name + ".txt"), i % 2 == 0 ? words : "fsk49 cat");
        }
        Files.delete(pictures.resolve("00.txt"));
        Files.delete(pictures.resolve("02.txt"));
        List<TrainingEvent> events = run(family, "out")
                .with("prior", Prior.PREDICTION)
                .with("validationShare", 0.5)
                .with("previewPrompts", words + " --w 64 --h 64 --s 2\na cat --w 64 --h 64 --s 2")
                .with("previewAtStart", true)
                .tracing(folder.resolve("trace"), STEPS)
                .run();
        assertThat(events).filteredOn(TrainingEvent.Step.class::isInstance).hasSize(STEPS);
        assertThat(events)
                .filteredOn(TrainingEvent.Validated.class::isInstance)
                .isNotEmpty()
                .allMatch(event -> Double.isFinite(((TrainingEvent.Validated) event).loss()));
        assertThat(events).filteredOn(TrainingEvent.Drawn.class::isInstance).hasSizeGreaterThanOrEqualTo(2);
        assertThat(events)
                .filteredOn(TrainingEvent.Warning.class::isInstance)
                .extracting(event -> ((TrainingEvent.Warning) event).text().toString())
                .noneMatch(text -> text.contains("could not be drawn"));
        Set<Integer> lengths = new HashSet<>();
        for (int step = 1; step <= STEPS; step++) {
            List<JsonNode> inStep = samples().subList((step - 1) * 2 * BATCH, step * 2 * BATCH);
            for (int place = 0; place < BATCH; place++) {
                assertThat(inStep.get(BATCH + place).get("flip"))
                        .isEqualTo(inStep.get(place).get("flip"));
                assertThat(inStep.get(BATCH + place).get("prompt").asText()).isEqualTo("cat");
            }
            try (SafetensorsFile file =
                    SafetensorsFile.open(folder.resolve("trace/step-00000" + step + ".safetensors"))) {
                lengths.add(file.tensor("encoder_hidden_states").shape().get(1).intValue());
                assertThat(file.tensor("encoder_hidden_states").shape().get(0).intValue())
                        .isEqualTo(2 * BATCH);
            }
        }
        assertThat(lengths).contains(154);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sd15", "sdxl"})
    void aTraceHoldsWhatItTells(String family) throws IOException {
        Path trace = whole(family).trace();
        List<JsonNode> samples = samples(trace);
        assertThat(samples).hasSize(STEPS * BATCH);
        Set<String> flips = new HashSet<>();
        Set<String> prompts = new HashSet<>();
        Set<Integer> lengths = new HashSet<>();
        for (int step = 1; step <= STEPS; step++) {
            try (SafetensorsFile file = SafetensorsFile.open(trace.resolve("step-00000" + step + ".safetensors"))) {
                int length = file.tensor("input_ids").shape().get(1).intValue();
                long[] ids = file.longs("input_ids");
                lengths.add(length);
                assertThat(file.tensor("encoder_hidden_states").shape().get(1).intValue())
                        .isEqualTo(length);
                for (int place = 0; place < BATCH; place++) {
                    JsonNode sample = samples.get((step - 1) * BATCH + place);
                    String prompt = sample.get("prompt").asText();
                    prompts.add(prompt);
                    flips.add(sample.get("flip").asText());
                    long[] expected = TinyRun.TOKENIZER.encode(prompt, 2).ids();
                    assertThat(Arrays.copyOfRange(ids, place * length, place * length + expected.length))
                            .as(prompt)
                            .containsExactly(expected);
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
