package loralei.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import loralei.config.Prior;
import loralei.config.Resolutions;
import loralei.safetensors.SafetensorsFile;
import loralei.train.TrainingEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several resolutions, and sides in small steps, through the real loop. */
class SizesInARunTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void pictures() throws IOException {
        Path pictures = Files.createDirectories(folder.resolve("pictures"));
        int[][] sizes = {{130, 140}, {104, 72}, {70, 66}};
        for (int i = 0; i < sizes.length; i++) {
            BufferedImage image = new BufferedImage(sizes[i][0], sizes[i][1], BufferedImage.TYPE_INT_RGB);
            for (int x = 0; x < sizes[i][0]; x++) {
                for (int y = 0; y < sizes[i][1]; y++) {
                    image.setRGB(x, y, (0xff & (x * y)) | ((3 * x + i) << 8) | ((5 * y) << 16));
                }
            }
            ImageIO.write(image, "png", pictures.resolve(i + ".png").toFile());
        }
    }

    private TinyRun run(String family) throws IOException {
        TinyRun run = new TinyRun(folder.resolve("output")).with("instanceDir", folder.resolve("pictures"));
        return (family.equals("sdxl") ? run.sdxl(folder.resolve("model")) : run)
                .with("resolution", Resolutions.of(64, 128))
                .with("bucketStep", 8)
                .with("steps", 0)
                .with("epochs", 2)
                .with("batchSize", 1)
                .tracing(folder.resolve("trace"), 12);
    }

    private static List<TrainingEvent.Step> steps(List<TrainingEvent> events) {
        return events.stream()
                .filter(TrainingEvent.Step.class::isInstance)
                .map(TrainingEvent.Step.class::cast)
                .toList();
    }

    /** How often each picture is shown at each size. */
    private Map<String, Integer> shown(JsonNode run) {
        Map<String, Integer> shown = new TreeMap<>();
        run.get("samples")
                .forEach(step -> step.forEach(sample -> shown.merge(
                        sample.get("file").asText().replaceAll(".*[/\\\\]", "")
                                + " "
                                + sample.get("bucket").toString(),
                        1,
                        Integer::sum)));
        return shown;
    }

    @ParameterizedTest
    @ValueSource(strings = {"sd15", "sdxl"})
    void anEpochShowsEachPictureAtEachResolution(String family) throws IOException {
        List<TrainingEvent> events = run(family).run();
        TrainingEvent.Ready ready = events.stream()
                .filter(TrainingEvent.Ready.class::isInstance)
                .map(TrainingEvent.Ready.class::cast)
                .findFirst()
                .orElseThrow();
        assertThat(ready.pictures()).isEqualTo(3);
        assertThat(ready.epochs()).isEqualTo(2);
        assertThat(ready.steps()).isEqualTo(12);
        assertThat(steps(events))
                .hasSize(12)
                .allSatisfy(step -> assertThat(step.loss()).isFinite());
        JsonNode run = new ObjectMapper().readTree(Files.readAllBytes(folder.resolve("trace/run.json")));
        assertThat(run.get("config").get("resolution").asText()).isEqualTo("64,128");
        // latents of 15x16, 13x9 and 9x6: odd at other levels for each
        assertThat(shown(run))
                .isEqualTo(Map.of(
                        "0.png [64,64]",
                        2,
                        "0.png [120,128]",
                        2,
                        "1.png [72,48]",
                        2,
                        "1.png [104,72]",
                        2,
                        "2.png [64,64]",
                        4));
    }

    @Test
    void stoppedAndResumedItEndsInTheSameBits() throws IOException {
        run("sd15").run();
        Path parts = folder.resolve("parts");
        run("sd15").with("outputDir", parts).stoppingAt(5).run();
        run("sd15").with("outputDir", parts).resuming().run();
        assertThat(TinyRun.values(parts.resolve("tiny.safetensors")))
                .isEqualTo(TinyRun.values(folder.resolve("output/tiny.safetensors")));
    }

    @Test
    void metadataTellOfTheLargestAndOfAllSizes() throws IOException {
        run("sd15").run();
        try (SafetensorsFile file = SafetensorsFile.open(folder.resolve("output/tiny.safetensors"))) {
            assertThat(file.metadata())
                    .containsEntry("ss_resolution", "(128, 128)")
                    .containsEntry("modelspec.resolution", "128x128")
                    .containsEntry("ss_num_train_images", "6")
                    .containsEntry("ss_num_batches_per_epoch", "6")
                    .containsEntry("ss_dataset_dirs", "{\"pictures\":{\"n_repeats\":2,\"img_count\":3}}");
            assertThat(file.metadata().get("loralei.config")).contains("\"resolution\" : \"64,128\"");
        }
    }

    @Test
    void classImagesAreDrawnAtTheSizesOfThePictures() throws IOException {
        Path drawn = folder.resolve("class");
        run("sd15")
                .with("epochs", 1)
                .with("prior", Prior.PICTURES)
                .with("classDir", drawn)
                .with("numClassImages", 6)
                .run();
        List<String> sizes;
        try (Stream<Path> files = Files.list(drawn)) {
            sizes = files.filter(file -> file.toString().endsWith(".png"))
                    .map(file -> {
                        try {
                            BufferedImage image = ImageIO.read(file.toFile());
                            return image.getWidth() + "x" + image.getHeight();
                        } catch (IOException e) {
                            throw new AssertionError(e);
                        }
                    })
                    .sorted()
                    .toList();
        }
        assertThat(sizes).containsExactly("104x72", "120x128", "64x64", "64x64", "64x64", "72x48");
    }
}
