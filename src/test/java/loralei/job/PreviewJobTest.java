package loralei.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import loralei.config.AutoSwitch;
import loralei.config.Family;
import loralei.config.OptimizerKind;
import loralei.config.Problem;
import loralei.config.Resolutions;
import loralei.config.TrainingConfig;
import loralei.conformance.ConformanceData;
import loralei.data.LeftOut;
import loralei.data.PictureSize;
import loralei.model.MemoryPlan;
import loralei.model.ModelFamily;
import loralei.model.Workplace;
import loralei.text.Message;
import loralei.torch.ComputeType;
import loralei.train.TrainingControl;
import loralei.train.TrainingEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreviewJobTest {
    private static final ConformanceData DATA = ConformanceData.of("sd15");

    @TempDir
    Path folder;

    private final PreviewJob job = new PreviewJob();
    private final Map<String, Object> settings = new HashMap<>();

    /** Looks at a run and its prompt in a process of its own. */
    static final class Looker {
        private Looker() {}

        public static void main(String[] args) throws IOException {
            TrainingConfig config = TrainingConfig.of(
                    Map.of("baseModel", Path.of(args[0]), "instanceDir", Path.of(args[1]), "instancePrompt", "fsk49"));
            System.out.println("steps "
                    + new PreviewJob().run(config).length().orElseThrow().steps());
            System.out.println("tokens " + new PromptAdviceJob().run(config).tokens());
        }
    }

    @BeforeEach
    void fill() {
        settings.put("family", Family.SD15);
        settings.put("baseModel", DATA.model());
        settings.put("instanceDir", DATA.path("images"));
        settings.put("instancePrompt", "fsk49");
        settings.put("resolution", Resolutions.of(64));
        settings.put("outputDir", folder);
    }

    @Test
    void itCountsAsTheRunItselfDoes() {
        settings.put("batchSize", 4);
        settings.put("epochs", 7);
        settings.put("saveEvery", 3);
        List<TrainingEvent> events = new ArrayList<>();
        TrainJob.run(
                new TrainRequest(config(), false, false, true, Optional.empty(), 1),
                new TrainingControl(),
                events::add);
        TrainingEvent.Ready ready = (TrainingEvent.Ready) events.stream()
                .filter(TrainingEvent.Ready.class::isInstance)
                .findFirst()
                .orElseThrow();

        RunPreview preview = look();

        assertThat(preview.examples().orElseThrow().all()).hasSize(ready.pictures());
        assertThat(preview.length())
                .contains(new RunPreview.Length(ready.steps(), ready.epochs(), ready.checkpointSteps()));
        assertThat(preview.problems()).isEmpty();
    }

    @Test
    void smallDoubleAndBrokenPicturesAreTold() throws IOException {
        Path pictures = Files.createDirectory(folder.resolve("pictures"));
        try (Stream<Path> all = Files.list(DATA.path("images"))) {
            Path one = all.sorted().findFirst().orElseThrow();
            Files.copy(one, pictures.resolve("a.png"));
            Files.copy(one, pictures.resolve("b.png"));
        }
        Files.writeString(pictures.resolve("c.png"), "no picture");
        settings.put("instanceDir", pictures);
        settings.put("resolution", Resolutions.of(2048));

        RunPreview preview = look();

        assertThat(preview.examples().orElseThrow().enlarged()).hasSize(2);
        assertThat(preview.examples().orElseThrow().duplicates())
                .containsExactly(List.of(pictures.resolve("a.png"), pictures.resolve("b.png")));
        assertThat(preview.examples().orElseThrow().unreadable()).hasSize(1);
    }

    @Test
    void whatIsLeftOutIsToldBeforeTheRunAndByIt() throws IOException {
        Path pictures = pictures();
        Files.copy(
                pictures.resolve("a.png"),
                Files.createDirectory(pictures.resolve("10_cat")).resolve("b.png"));
        Files.copy(pictures.resolve("a.png"), pictures.resolve("a-masklabel.png"));
        Files.writeString(pictures.resolve("a.tags"), "a cat");
        Files.writeString(pictures.resolve("a.txt"), "a cat");
        List<String> warnings = new ArrayList<>();

        TrainJob.run(
                new TrainRequest(config(), false, false, true, Optional.empty(), 1), new TrainingControl(), event -> {
                    if (event instanceof TrainingEvent.Warning warning) {
                        warnings.add(warning.text().toString());
                    }
                });

        List<String> told =
                look().leftOut().messages().stream().map(Message::toString).toList();
        assertThat(String.join(" ", told)).contains("10_cat (1)", "a-masklabel.png", "a.tags");
        assertThat(warnings).containsAll(told);
        List<String> notes = look().examples().orElseThrow().notes().stream()
                .map(Message::toString)
                .toList();
        assertThat(notes).isNotEmpty();
        assertThat(warnings).containsAll(notes);
    }

    @Test
    void aFolderWithPicturesOnlyInFoldersInsideIsToldOfToo() throws IOException {
        Path pictures = pictures();
        Files.move(
                pictures.resolve("a.png"),
                Files.createDirectory(pictures.resolve("cat")).resolve("a.png"));

        RunPreview preview = look();

        assertThat(preview.examples()).isEmpty();
        assertThat(preview.leftOut().subfolders()).containsExactly(new LeftOut.Subfolder(Path.of("cat"), 1));
        assertThat(preview.problems()).singleElement().asString().contains("cat (1)");
    }

    @Test
    void aPictureThatIsAddedBesideALinkToNowhereIsSeen() throws IOException {
        Path pictures = pictures();
        try {
            Files.createSymbolicLink(pictures.resolve("gone.png"), folder.resolve("nowhere"));
        } catch (IOException | UnsupportedOperationException e) {
            abort("no links can be made here: " + e);
        }
        assertThat(look().examples().orElseThrow().all()).hasSize(1);

        Files.copy(pictures.resolve("a.png"), pictures.resolve("b.png"));

        assertThat(look().examples().orElseThrow().all()).hasSize(2);
    }

    /** A folder with one picture, a.png. */
    private Path pictures() throws IOException {
        Path pictures = Files.createDirectory(folder.resolve("pictures"));
        settings.put("instanceDir", pictures);
        try (Stream<Path> all = Files.list(DATA.path("images"))) {
            Files.copy(all.findFirst().orElseThrow(), pictures.resolve("a.png"));
        }
        return pictures;
    }

    @Test
    void aPictureThatIsAddedIsSeen() throws IOException {
        Path pictures = Files.createDirectory(folder.resolve("pictures"));
        settings.put("instanceDir", pictures);
        assertThat(look().examples()).isEmpty();

        try (Stream<Path> all = Files.list(DATA.path("images"))) {
            Files.copy(all.findFirst().orElseThrow(), pictures.resolve("a.png"));
        }

        assertThat(look().examples().orElseThrow().all()).hasSize(1);
    }

    @Test
    void whatIsMissingIsAProblemAndTheRestIsToldAllTheSame() {
        settings.put("baseModel", folder.resolve("none"));
        settings.put("instanceDir", folder.resolve("neither"));

        RunPreview preview = look();

        assertThat(preview.problems()).extracting(Problem::field).containsExactly("baseModel", "instanceDir");
        assertThat(preview.length()).isEmpty();
        assertThat(preview.memory().needed()).isPositive();
    }

    @Test
    void aModelOfTheOtherFamilyIsAProblem() {
        settings.put("family", Family.SDXL);

        assertThat(look().problems())
                .extracting(Problem::message)
                .containsExactly(Message.of("model.otherFamilyHere", "SD1.5"));
    }

    @Test
    void numbersThatNoRunCanHaveAreSurvived() {
        settings.put("epochs", Integer.MAX_VALUE);
        assertThat(look().length()).isEmpty();
        assertThat(look().problems()).extracting(Problem::field).containsExactly("epochs");
        settings.put("batchSize", 6);
        settings.put("saveEvery", 1);
        assertThat(look().length().orElseThrow().checkpointSteps()).hasSize(Integer.MAX_VALUE - 1);
        assertThat(look().disk().fits()).isFalse();
        settings.put("batchSize", 0);
        assertThat(look().length()).isEmpty();
    }

    @Test
    void whatHardlyAnybodyMeansIsWarnedOf() {
        settings.put("steps", 100);
        settings.put("lrWarmupSteps", 99);
        settings.put("learningRate", 0.01);
        assertThat(look().warnings()).isEmpty();
        settings.put("lrWarmupSteps", 100);
        settings.put("learningRate", 1.0);
        assertThat(look().warnings())
                .extracting(Message::toString)
                .satisfiesExactly(
                        warmUp -> assertThat(warmUp).startsWith("The warm-up of 100 steps is not over"),
                        rate -> assertThat(rate).startsWith("The learning rate 1.0 is far above"));
    }

    @Test
    void aNameThatIsTakenIsTold() throws IOException {
        assertThat(look().nameTaken()).isFalse();
        Files.createFile(folder.resolve("my-lora.safetensors"));
        assertThat(look().nameTaken()).isTrue();
    }

    /** The peak that was measured on the CPU: fp32, 512 pixels, batch 1, rank 4. */
    @Test
    void theMemoryOfSd15IsWhatWasMeasured() {
        assertThat((double) sd15(Map.of())).isCloseTo(5.1e9, within(0.15e9));
    }

    @Test
    void memoryFollowsWhatSavesIt() {
        long plain = sd15(Map.of());

        assertThat(sd15(Map.of("gradientCheckpointing", AutoSwitch.ON))).isLessThan(plain - 500_000_000);
        assertThat(sd15(Map.of("batchSize", 2))).isGreaterThan(plain + 800_000_000);
        assertThat(sd15(Map.of("optimizer", OptimizerKind.ADAMW_8BIT))).isLessThan(plain);
    }

    /** Beside the weights and the process, which stay, twice the positions take twice the room. */
    @Test
    void memoryFollowsThePositionsOfTheLargestSize() {
        long small = sd15(PictureSize.square(512), Map.of());
        long wide = sd15(new PictureSize(1024, 512), Map.of());

        assertThat(wide).isEqualTo(sd15(new PictureSize(512, 1024), Map.of()));
        assertThat(wide - small).isEqualTo(sd15(PictureSize.square(512), Map.of("batchSize", 2)) - small);
    }

    @Test
    void theEngineIsNotLoaded() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load:stdout",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Looker.class.getName(),
                        DATA.model().toString(),
                        DATA.path("images").toString())
                .redirectErrorStream(true)
                .start();
        List<String> out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();

        assertThat(out).anyMatch(line -> line.startsWith("steps "));
        assertThat(out).anyMatch(line -> line.startsWith("tokens "));
        assertThat(out).noneMatch(line -> line.contains("ai.djl.pytorch"));
    }

    /** SD1.5 in fp32 at 512 pixels: previews of the training's own size are drawn within what a step takes. */
    @Test
    void memoryCountsPreviewsThatNeedMoreThanAStep() {
        long plain = sd15(Map.of());
        assertThat(sd15(Map.of("previewPrompts", "a cat"))).isEqualTo(plain);
        assertThat(sd15(Map.of("previewPrompts", "a cat --w 2048 --h 2048"))).isGreaterThan(plain + 1_000_000_000L);
        assertThat(sd15(Map.of("previewPrompts", "a cat --w 2048 --h 2048 --l 1")))
                .isLessThan(sd15(Map.of("previewPrompts", "a cat --w 2048 --h 2048")));
        assertThat(sd15(Map.of("previewPrompts", "a cat --w 2047"))).isEqualTo(plain);
    }

    private static long sd15(Map<String, Object> more) {
        return sd15(PictureSize.square(512), more);
    }

    private static long sd15(PictureSize size, Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>(more);
        all.put("family", Family.SD15);
        all.put("rank", 4);
        TrainingConfig config = TrainingConfig.of(all);
        return MemoryEstimate.of(
                config,
                size,
                ModelFamily.of(Family.SD15).unet(),
                859_520_964L,
                MemoryPlan.resident(ComputeType.FP32, config.gradientCheckpointing() == AutoSwitch.ON),
                Workplace.PROCESSOR);
    }

    private TrainingConfig config() {
        return TrainingConfig.of(settings);
    }

    private RunPreview look() {
        return job.run(config());
    }
}
