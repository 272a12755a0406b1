package loralei.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import loralei.config.Prior;
import loralei.config.UserError;
import loralei.safetensors.SafetensorsFile;
import loralei.train.TrainingEvent;
import loralei.train.TrainingEvent.ClassImage;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassImagesInARunTest {
    private static final int CLASS_IMAGES = 3;
    private static final double WEIGHT = 0.5;

    @TempDir
    Path folder;

    private TinyRun run(Prior prior) {
        return new TinyRun(folder.resolve("out"))
                .with("prior", prior)
                .with("numClassImages", CLASS_IMAGES)
                .with("priorLossWeight", WEIGHT)
                .with("steps", 2)
                .tracing(folder.resolve("trace"));
    }

    private Path classImages() {
        return folder.resolve("out/class-images/1girl-model");
    }

    private Map<String, Long> drawn() throws IOException {
        Map<String, Long> drawn = new TreeMap<>();
        try (Stream<Path> files = Files.list(classImages())) {
            for (Path file : files.toList()) {
                drawn.put(
                        file.getFileName().toString(),
                        Files.getLastModifiedTime(file).toMillis());
            }
        }
        return drawn;
    }

    private static List<ClassImage> told(List<TrainingEvent> events) {
        return events.stream()
                .filter(ClassImage.class::isInstance)
                .map(ClassImage.class::cast)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sd15", "sdxl"})
    void aPictureOfTheClassStandsBesideEachPicture(String family) throws IOException {
        TinyRun run = run(Prior.PICTURES);
        if (family.equals("sdxl")) {
            run.sdxl(folder.resolve("model"));
        }
        List<TrainingEvent> events = run.run();

        assertThat(told(events)).extracting(ClassImage::done).containsExactly(1, 2, 3);
        JsonNode samples = new ObjectMapper()
                .readTree(folder.resolve("trace/run.json").toFile())
                .get("samples")
                .get(0);
        assertThat(samples).hasSize(2);
        assertThat(samples.get(0).get("role").asText()).isEqualTo("instance");
        assertThat(samples.get(1).get("role").asText()).isEqualTo("class");
        assertThat(samples.get(1).get("prompt").asText()).isEqualTo("1girl");
        try (SafetensorsFile step = SafetensorsFile.open(folder.resolve("trace/step-000001.safetensors"))) {
            assertThat(step.floats("loss_weights")).containsExactly(1f, (float) WEIGHT);
            double[] errors = errors(step);
            assertThat((double) step.floats("loss")[0]).isCloseTo(errors[0] + WEIGHT * errors[1], Offset.offset(1e-5));
        }
    }

    /** The mean squared error of each sample. */
    private static double[] errors(SafetensorsFile step) throws IOException {
        float[] prediction = step.floats("model_pred");
        float[] target = step.floats("target");
        int size = prediction.length / 2;
        double[] errors = new double[2];
        for (int i = 0; i < prediction.length; i++) {
            errors[i / size] += Math.pow(prediction[i] - target[i], 2) / size;
        }
        return errors;
    }

    @Test
    void classImagesCountAmongTheSteps() {
        List<TrainingEvent> events =
                run(Prior.PICTURES).with("steps", 0).with("epochs", 2).dry().run();
        TrainingEvent.Ready ready = events.stream()
                .filter(TrainingEvent.Ready.class::isInstance)
                .map(TrainingEvent.Ready.class::cast)
                .findFirst()
                .orElseThrow();
        assertThat(ready.pictures()).isEqualTo(6);
        assertThat(ready.classImages()).isEqualTo(CLASS_IMAGES);
        assertThat(ready.steps()).isEqualTo(2 * (6 + CLASS_IMAGES));
        assertThat(ready.epochs()).isEqualTo(2);
        assertThat(classImages()).doesNotExist();
    }

    @Test
    void anInterruptedDrawingGoesOnWhereItWas() throws IOException {
        TinyRun interrupted = run(Prior.PICTURES);
        interrupted.watching(event -> {
            if (event instanceof ClassImage image && image.done() == 2) {
                interrupted.stop();
            }
        });
        List<TrainingEvent> events = interrupted.run();
        assertThat(events.get(events.size() - 1)).isInstanceOf(TrainingEvent.Stopped.class);
        Map<String, Long> before = drawn();
        assertThat(before).containsOnlyKeys("class-00001.png", "class-00002.png");

        assertThat(told(run(Prior.PICTURES).run())).hasSize(1);
        assertThat(drawn()).containsAllEntriesOf(before).hasSize(CLASS_IMAGES);
        assertThat(told(run(Prior.PICTURES).with("outputName", "second").run())).isEmpty();
    }

    @Test
    void aFolderOfPicturesIsUsedAsItIs() throws IOException {
        Path own = Files.createDirectories(folder.resolve("own"));
        Path pictures = loralei.conformance.ConformanceData.of("sd15").path("images");
        List<Path> some = new ArrayList<>();
        try (Stream<Path> files = Files.list(pictures)) {
            some.addAll(files.sorted().limit(2).toList());
        }
        for (Path file : some) {
            Files.copy(file, own.resolve(file.getFileName()));
        }
        Files.write(own.resolve("broken.png"), new byte[] {1, 2, 3});
        List<TrainingEvent> events = run(Prior.PICTURES)
                .with("classDir", own)
                .with("numClassImages", 0)
                .run();
        assertThat(told(events)).isEmpty();
        assertThat(events)
                .filteredOn(TrainingEvent.Warning.class::isInstance)
                .anySatisfy(warning -> assertThat(warning.toString()).contains("broken.png"))
                .anySatisfy(warning -> assertThat(warning.toString())
                        .contains("Pictures that are learned and are class images, too (2): 00.png, 01.png."));
    }

    @Test
    void ofUnreadableOnesAloneTheReasonIsSaid() throws IOException {
        Path own = Files.createDirectories(folder.resolve("own"));
        Files.write(own.resolve("broken.png"), new byte[] {1, 2, 3});
        TinyRun run = run(Prior.PICTURES).with("classDir", own).with("numClassImages", 0);
        assertThatThrownBy(run::run)
                .isInstanceOfSatisfying(
                        UserError.class,
                        error -> assertThat(error.localized().toString()).contains("There are no class images in"));
        assertThat(run.events())
                .filteredOn(TrainingEvent.Warning.class::isInstance)
                .anySatisfy(warning -> assertThat(warning.toString()).contains("Unusable: broken.png: "));
    }

    @Test
    void noClassImagesAtAllIsSaid() {
        assertThatThrownBy(() -> run(Prior.PICTURES).with("numClassImages", 0).run())
                .isInstanceOfSatisfying(UserError.class, error -> {
                    assertThat(error.localized().toString()).contains("There are no class images in");
                    assertThat(error.localizedRemedy().toString()).contains("--num-class-images 100");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"sd15", "sdxl"})
    void withoutPicturesTheBaseModelsPredictionIsTheTarget(String family) throws IOException {
        TinyRun run = run(Prior.PREDICTION);
        if (family.equals("sdxl")) {
            run.sdxl(folder.resolve("model"));
        }
        run.run();
        assertThat(classImages()).doesNotExist();
        try (SafetensorsFile first = SafetensorsFile.open(folder.resolve("trace/step-000001.safetensors"));
                SafetensorsFile second = SafetensorsFile.open(folder.resolve("trace/step-000002.safetensors"))) {
            assertThat(second(first, "noisy_latents")).containsExactly(first(first, "noisy_latents"));
            // the adapter does nothing before the first step, and something after it
            assertThat(errors(first)[1]).isLessThan(1e-9);
            assertThat(errors(second)[1]).isGreaterThan(1e-9);
            assertThat(first.floats("loss_weights")).containsExactly(1f, (float) WEIGHT);
        }
    }

    private static float[] first(SafetensorsFile step, String name) throws IOException {
        float[] values = step.floats(name);
        return Arrays.copyOf(values, values.length / 2);
    }

    private static float[] second(SafetensorsFile step, String name) throws IOException {
        float[] values = step.floats(name);
        return Arrays.copyOfRange(values, values.length / 2, values.length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PICTURES", "PREDICTION"})
    void aResumedRunEndsInTheSameBits(Prior prior) {
        Path whole = folder.resolve("whole");
        Path parts = folder.resolve("parts");
        Path shared = folder.resolve("class");
        of(prior, whole, shared).run();
        of(prior, parts, shared).stoppingAt(2).run();
        of(prior, parts, shared).resuming().run();
        assertThat(TinyRun.values(parts.resolve("tiny.safetensors")))
                .isEqualTo(TinyRun.values(whole.resolve("tiny.safetensors")));
    }

    private static TinyRun of(Prior prior, Path out, Path classDir) {
        return new TinyRun(out)
                .with("prior", prior)
                .with("classDir", classDir)
                .with("numClassImages", 2)
                .with("batchSize", 2)
                .with("rankDropout", 0.2)
                .with("steps", 4);
    }
}
