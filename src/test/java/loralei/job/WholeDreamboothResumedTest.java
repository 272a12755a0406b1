package loralei.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import javax.imageio.ImageIO;
import loralei.config.Family;
import loralei.config.MaskSource;
import loralei.config.Prior;
import loralei.config.Resolutions;
import loralei.safetensors.SafetensorsFile;
import loralei.train.TrainingEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * All that is drawn at random at once: buckets, shuffled and dropped tags, dropped captions, mirrors, crops, colours, masks,
 * class images, repeats of the order by epochs, and a part of the rank left out.
 */
class WholeDreamboothResumedTest {
    private static final int STEPS = 14;
    private static final int BATCH = 2;
    private static final int SAVED = 3;

    /** Of a run that is left alone, by the family. */
    private static final Map<String, Whole> WHOLE = new HashMap<>();

    @TempDir
    private static Path shared;

    @TempDir
    private Path folder;

    private Path pictures;

    @BeforeEach
    void paint() throws IOException {
        pictures = Files.createDirectory(folder.resolve("pictures"));
        int[][] sizes = {{128, 128}, {140, 128}, {64, 270}, {66, 256}, {144, 128}};
        for (int i = 0; i < sizes.length; i++) {
            paint(pictures.resolve(i + ".png"), sizes[i][0], sizes[i][1], i);
            Files.writeString(pictures.resolve(i + ".txt"), "fsk49, red, sofa, window, tail " + i);
        }
        half(pictures.resolve("1-masklabel.png"), 140, 128);
        half(pictures.resolve("2-masklabel.png"), 32, 135);
        Path ofClass = Files.createDirectory(folder.resolve("class"));
        for (int i = 0; i < 3; i++) {
            paint(ofClass.resolve("c" + i + ".png"), 64, 64 + 90 * i, 10 + i);
        }
    }

    private static void paint(Path file, int width, int height, int seed) throws IOException {
        Random random = new Random(seed);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * height; i++) {
            image.setRGB(i % width, i / width, random.nextInt(1 << 24));
        }
        ImageIO.write(image, "png", file.toFile());
    }

    private static void half(Path file, int width, int height) throws IOException {
        BufferedImage mask = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < width * height; i++) {
            mask.setRGB(i % width, i / width, i % width < width / 3 ? -1 : 0);
        }
        ImageIO.write(mask, "png", file.toFile());
    }

    private TinyRun run(String family, String output) throws IOException {
        TinyRun run = new TinyRun(folder.resolve(output))
                .with("instanceDir", pictures)
                .with("classPrompt", "cat")
                .with("resolution", Resolutions.of(128))
                .with("steps", STEPS)
                .with("batchSize", BATCH)
                .with("shuffleTags", true)
                .with("keepTags", 1)
                .with("tagDropout", 0.3)
                .with("captionDropout", 0.2)
                .with("captionVariants", 4)
                .with("randomFlip", true)
                .with("randomCrop", true)
                .with("randomBrightness", 0.2)
                .with("randomHue", 0.1)
                .with("pictureVariants", 3)
                .with("masks", MaskSource.FILES)
                .with("prior", Prior.PICTURES)
                .with("classDir", folder.resolve("class"))
                .with("numClassImages", 0)
                .with("rankDropout", 0.2)
                .with("saveEvery", SAVED);
        if (family.equals("sdxl")) {
            run.with("bucketStep", 32);
            Path model = folder.resolve("model");
            if (Files.exists(model)) {
                run.with("family", Family.SDXL).with("baseModel", model);
            } else {
                run.sdxl(model);
            }
        }
        return run;
    }

    private record Whole(Path trace, List<Long> epochs, Map<String, List<Float>> lora) {}

    private Whole whole(String family) throws IOException {
        if (!WHOLE.containsKey(family)) {
            Path trace = shared.resolve(family);
            List<TrainingEvent> events =
                    run(family, "whole").tracing(trace, STEPS).run();
            Map<String, List<Float>> lora = TinyRun.values(folder.resolve("whole/tiny.safetensors"));
            WHOLE.put(family, new Whole(trace, epochs(events), lora));
        }
        return WHOLE.get(family);
    }

    private static List<Long> epochs(List<TrainingEvent> events) {
        return events.stream()
                .filter(TrainingEvent.Step.class::isInstance)
                .map(event -> ((TrainingEvent.Step) event).epoch())
                .toList();
    }

    /** Stopped after a step of an epoch, or killed two steps after the last save, and either time in the middle of it. */
    @ParameterizedTest
    @CsvSource({"sd15, stopped", "sd15, killed", "sdxl, stopped", "sdxl, killed"})
    void aRunThatEndsInTheMiddleOfAnEpochAndGoesOnEndsInTheSameBits(String family, String how) throws IOException {
        List<Long> epochs = whole(family).epochs();
        int goesOnAfter = how.equals("killed") ? SAVED : SAVED + 2;
        assertThat(epochs.get(goesOnAfter)).as("the same epoch").isEqualTo(epochs.get(goesOnAfter - 1));
        if (how.equals("killed")) {
            assertThatThrownBy(() -> run(family, "parts").killedAt(SAVED + 2).run())
                    .isInstanceOf(TinyRun.Killed.class);
        } else {
            run(family, "parts").stoppingAt(SAVED + 2).run();
        }
        List<TrainingEvent> rest = run(family, "parts").resuming().run();
        assertThat(epochs(rest)).isEqualTo(epochs.subList(goesOnAfter, STEPS));
        assertThat(rest)
                .filteredOn(TrainingEvent.Warning.class::isInstance)
                .extracting(Object::toString)
                .noneMatch(text -> text.contains("when this run was saved") || text.contains("not those"));
        assertThat(TinyRun.values(folder.resolve("parts/tiny.safetensors")))
                .isEqualTo(whole(family).lora());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sd15", "sdxl"})
    void allOfItIsDrawnInSuchARunAndFoundAgainInTheCache(String family) throws IOException {
        Path trace = whole(family).trace();
        Set<String> seen = new HashSet<>();
        JsonNode told = new ObjectMapper().readTree(Files.readAllBytes(trace.resolve("run.json")));
        for (JsonNode step : told.get("samples")) {
            assertThat(step).hasSize(2 * BATCH);
            for (JsonNode sample : step) {
                boolean ofClass = sample.get("role").asText().equals("class");
                String prompt = sample.get("prompt").asText();
                seen.add(sample.get("role").asText());
                seen.add("bucket " + sample.get("bucket"));
                seen.add("flip " + sample.get("flip"));
                seen.add("crop of " + sample.get("file") + sample.get("crop"));
                assertThat(sample.has("variant")).isEqualTo(!ofClass);
                if (!ofClass) {
                    seen.add("variant " + sample.get("variant"));
                    seen.add(prompt.isEmpty() ? "dropped" : prompt);
                }
            }
        }
        assertThat(seen).contains("instance", "class", "flip true", "flip false", "dropped");
        assertThat(seen).contains("variant 0", "variant 1", "variant 2");
        assertThat(seen).filteredOn(text -> text.startsWith("bucket ")).hasSizeGreaterThan(1);
        assertThat(seen).filteredOn(text -> text.startsWith("fsk49")).hasSizeGreaterThan(5);
        assertThat(seen).filteredOn(text -> text.startsWith("crop of ")).hasSizeGreaterThan(8);
        int masked = 0;
        for (int step = 1; step <= STEPS; step++) {
            try (SafetensorsFile file =
                    SafetensorsFile.open(trace.resolve(String.format(Locale.ROOT, "step-%06d.safetensors", step)))) {
                masked += file.tensors().containsKey("loss_mask") ? 1 : 0;
                if (family.equals("sdxl")) {
                    cropsAreTold(told.get("samples").get(step - 1), file.floats("time_ids"));
                }
            }
        }
        assertThat(masked).isBetween(1, STEPS - 1);
        Path cache = folder.resolve("cache");
        run(family, "first").caching(cache).run();
        run(family, "second").caching(cache).run();
        for (String name : List.of("first", "second")) {
            assertThat(TinyRun.values(folder.resolve(name).resolve("tiny.safetensors")))
                    .as(name)
                    .isEqualTo(whole(family).lora());
        }
    }

    private static void cropsAreTold(JsonNode samples, float... timeIds) {
        for (int i = 0; i < samples.size(); i++) {
            JsonNode crop = samples.get(i).get("crop");
            assertThat(timeIds[6 * i + 2]).isEqualTo(crop.get(0).asInt());
            assertThat(timeIds[6 * i + 3]).isEqualTo(crop.get(1).asInt());
        }
    }
}
