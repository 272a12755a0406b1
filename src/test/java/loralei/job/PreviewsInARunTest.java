package loralei.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import loralei.config.PictureSpec;
import loralei.config.SavePrecision;
import loralei.config.UserError;
import loralei.conformance.ConformanceData;
import loralei.lora.LoraFile;
import loralei.lora.WeightedLora;
import loralei.model.BaseModel;
import loralei.sample.StepWatcher;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;
import loralei.train.Preparation;
import loralei.train.TrainingEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures that are drawn while a run goes on. */
class PreviewsInARunTest {
    private static final String PROMPTS = """
            fsk49 1girl --w 64 --h 64 --s 2
            # a picture of another shape, without guidance

            a cat --w 136 --h 72 --s 3 --l 1 --d 7 --ss euler_a
            """;

    @TempDir
    private Path folder;

    private TinyRun run(String output) {
        return new TinyRun(folder.resolve(output))
                .with("steps", 6)
                .with("batchSize", 2)
                .with("rankDropout", 0.3);
    }

    private TinyRun drawing(String output) {
        return run(output).with("previewPrompts", PROMPTS).with("previewEvery", 2);
    }

    private static List<TrainingEvent.Drawn> drawn(List<TrainingEvent> events) {
        return events.stream()
                .filter(TrainingEvent.Drawn.class::isInstance)
                .map(TrainingEvent.Drawn.class::cast)
                .toList();
    }

    private static List<String> warnings(List<TrainingEvent> events) {
        return events.stream()
                .filter(TrainingEvent.Warning.class::isInstance)
                .map(event -> ((TrainingEvent.Warning) event).text().toString())
                .toList();
    }

    /** All files below a folder with their bytes. */
    private static Map<String, List<Byte>> files(Path root) {
        Map<String, List<Byte>> all = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                List<Byte> bytes = new ArrayList<>();
                for (byte value : Files.readAllBytes(file)) {
                    bytes.add(value);
                }
                all.put(root.relativize(file).toString().replace(File.separatorChar, '/'), bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    private static List<String> names(int... steps) {
        List<String> names = new ArrayList<>();
        for (int step : steps) {
            names.add(String.format("tiny-step%08d-00.png", step));
            names.add(String.format("tiny-step%08d-01.png", step));
        }
        return names;
    }

    private void sameLora(String one, String other) {
        assertThat(TinyRun.values(folder.resolve(other).resolve("tiny.safetensors")))
                .isEqualTo(TinyRun.values(folder.resolve(one).resolve("tiny.safetensors")));
        assertThat(TinyRun.values(folder.resolve(other).resolve("tiny.state/state.safetensors")))
                .isEqualTo(TinyRun.values(folder.resolve(one).resolve("tiny.state/state.safetensors")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sd15", "sdxl"})
    void aRunEndsInTheSameBitsWithAndWithoutAllThatGoesOnBetweenItsSteps(String family) throws IOException {
        Path pictures = TwelvePictures.in(folder);
        TinyRun plain = run("plain").on(TwelvePictures.withoutHeldOut(pictures));
        TinyRun watched = drawing("watched")
                .on(TwelvePictures.source(pictures))
                .with("validationShare", TwelvePictures.SHARE)
                .with("validateEvery", 1)
                .drawingAt(3, 5);
        for (TinyRun each : List.of(plain, watched)) {
            if (family.equals("sdxl")) {
                each.sdxl(folder.resolve(each == plain ? "model" : "model2"));
            }
            each.with("savePrecision", SavePrecision.FP32).run();
        }

        assertThat(drawn(watched.events())).hasSize(2 * 6); // 0, 2, 3, 4, 5, 6
        assertThat(watched.events())
                .filteredOn(TrainingEvent.Validated.class::isInstance)
                .hasSize(7);
        assertThat(drawn(plain.events())).isEmpty();
        sameLora("plain", "watched");
    }

    @Test
    void picturesAreThereAfterTheStepsThatWereAskedFor() throws IOException {
        List<TrainingEvent.Drawn> drawn = drawn(drawing("a").run());

        assertThat(drawn)
                .extracting(event -> event.file().getFileName().toString())
                .containsExactlyElementsOf(names(0, 2, 4, 6));
        assertThat(files(folder.resolve("a/tiny-samples"))).containsOnlyKeys(names(0, 2, 4, 6));
        PictureSpec second = drawn.get(1).spec();
        assertThat(second.prompt()).isEqualTo("a cat");
        assertThat(second.seed()).isEqualTo(7);
        BufferedImage image = ImageIO.read(drawn.get(1).file().toFile());
        assertThat(image.getWidth()).isEqualTo(136);
        assertThat(image.getHeight()).isEqualTo(72);
        assertThat(Files.readString(drawn.get(1).file(), StandardCharsets.ISO_8859_1))
                .contains("parameters", "a cat\nSteps: 3, Sampler: Euler a", "Seed: 7, Size: 136x72");

        drawing("b").run();
        assertThat(files(folder.resolve("b/tiny-samples"))).isEqualTo(files(folder.resolve("a/tiny-samples")));
        Map<String, List<Byte>> a = files(folder.resolve("a/tiny-samples"));
        assertThat(a.get(names(6).get(0))).isNotEqualTo(a.get(names(0).get(0)));
    }

    @Test
    void theFirstAndTheEpochsCanBeChosen() {
        List<TrainingEvent> events = drawing("a")
                .with("previewEvery", 0)
                .with("previewAtStart", false)
                .with("previewEveryEpochs", 1) // six pictures in batches of two: three steps
                .with("steps", 8)
                .run();
        assertThat(drawn(events)).extracting(TrainingEvent.Drawn::step).containsExactly(3, 3, 6, 6, 8, 8);
    }

    /** Pixels of the run's own UNet and adapter, rank dropout and all, beside those of the file that it saved. */
    @ParameterizedTest
    @ValueSource(strings = {"sd15", "sdxl"})
    void aPreviewIsWhatTheSavedLoraDraws(String family) throws IOException {
        TinyRun run = drawing("a").with("learningRate", 1e-2).with("savePrecision", SavePrecision.FP32);
        Path base = ConformanceData.of("sd15").model();
        if (family.equals("sdxl")) {
            base = folder.resolve("model");
            run.sdxl(base);
        }
        List<TrainingEvent.Drawn> drawn = drawn(run.run());

        WeightedLora lora = new WeightedLora(
                LoraFile.read(folder.resolve("a/tiny.safetensors")).weights(), 1);
        try (ComputeDevice device = ComputeDevice.cpu();
                DrawingModel model = new DrawingModel(BaseModel.open(base), device, ComputeType.FP32)) {
            for (TrainingEvent.Drawn last : drawn.subList(6, 8)) {
                BufferedImage expected = model.draw(List.of(last.spec()), List.of(lora), StepWatcher.NONE)
                        .orElseThrow()
                        .get(0);
                BufferedImage without = model.draw(List.of(last.spec()), List.of(), StepWatcher.NONE)
                        .orElseThrow()
                        .get(0);
                BufferedImage found = ImageIO.read(last.file().toFile());
                assertThat(difference(found, expected)).isLessThanOrEqualTo(1);
                assertThat(difference(found, without)).isGreaterThan(3);
            }
        }
    }

    /** The largest of all channels, in levels. */
    private static int difference(BufferedImage a, BufferedImage b) {
        int largest = 0;
        for (int at = 0; at < a.getWidth() * a.getHeight(); at++) {
            int one = a.getRGB(at % a.getWidth(), at / a.getWidth());
            int other = b.getRGB(at % a.getWidth(), at / a.getWidth());
            for (int shift = 0; shift < 24; shift += 8) {
                largest = Math.max(largest, Math.abs((one >> shift & 255) - (other >> shift & 255)));
            }
        }
        return largest;
    }

    @Test
    void whoAsksWithoutPreviewPromptsGetsThePromptOfTheTraining() {
        List<TrainingEvent> events = run("a").drawingAt(2).run();
        assertThat(drawn(events)).hasSize(1);
        assertThat(drawn(events).get(0).step()).isEqualTo(2);
        assertThat(drawn(events).get(0).spec().prompt()).isEqualTo("fsk49 1girl");
        assertThat(drawn(run("b").run())).isEmpty();
        assertThat(folder.resolve("b/tiny-samples")).doesNotExist();
    }

    @Test
    void aPreviewThatFailsIsToldAndAfterThreeItIsNotTriedAgain() throws IOException {
        Path model = ConformanceData.of("sd15").copyModel(folder.resolve("model"));
        Path vae = model.resolve("vae/diffusion_pytorch_model.safetensors");
        byte[] content = Files.readAllBytes(vae);
        List<TrainingEvent> events = drawing("a")
                .with("baseModel", model)
                .drawingAt(5)
                .watching(event -> {
                    try {
                        if (event instanceof TrainingEvent.Preparing now && now.what() == Preparation.UNET) {
                            Files.delete(vae);
                        }
                        if (event instanceof TrainingEvent.Step step && step.step() == 5) {
                            Files.write(vae, content);
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .run();

        assertThat(warnings(events)).hasSize(3).allMatch(text -> text.contains("the training goes on"));
        assertThat(warnings(events).get(0))
                .startsWith("Preview 1 of step 0 could not be drawn")
                .contains("vae");
        assertThat(warnings(events).get(2)).endsWith("no more previews are drawn in this run.");
        // somebody asked, and now it works again
        assertThat(drawn(events)).extracting(TrainingEvent.Drawn::step).containsExactly(5, 5, 6, 6);
        run("b").run();
        sameLora("b", "a");
    }

    @Test
    void aPictureThatCannotBeWrittenDoesNotEndTheRun() {
        List<TrainingEvent> events = drawing("a")
                .watching(event -> {
                    try {
                        if (event instanceof TrainingEvent.Preparing now && now.what() == Preparation.UNET) {
                            Files.createDirectories(folder.resolve("a"));
                            Files.writeString(folder.resolve("a/tiny-samples"), "not a folder");
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .run();
        assertThat(warnings(events)).hasSize(3);
        assertThat(events.get(events.size() - 1)).isInstanceOf(TrainingEvent.Finished.class);
    }

    @Test
    void aFileWhereThePreviewsHaveToGoIsFoundBeforeTheFirstStep() throws IOException {
        Files.createDirectories(folder.resolve("a"));
        Path samples = Files.writeString(folder.resolve("a/tiny-samples"), "not a folder");
        Throwable refused = catchThrowable(() -> drawing("a").run());
        assertThat(refused).isInstanceOf(UserError.class).hasMessageContaining(samples.toString());
    }

    @Test
    void aStopWhileItDrawsEndsThePictureAndTheNextStartDrawsIt() {
        TinyRun stopped = drawing("a");
        stopped.watching(event -> {
                    if (event instanceof TrainingEvent.Preparing now
                            && now.what() == Preparation.PREVIEWS
                            && now.done() == 2
                            && !stopped.events().stream().noneMatch(TrainingEvent.Step.class::isInstance)) {
                        stopped.stop();
                    }
                })
                .run();
        assertThat(drawn(stopped.events()))
                .extracting(TrainingEvent.Drawn::step)
                .containsExactly(0, 0, 2);
        assertThat(stopped.events().get(stopped.events().size() - 1)).isInstanceOf(TrainingEvent.Stopped.class);

        List<TrainingEvent> rest = drawing("a").resuming().run();
        assertThat(drawn(rest)).extracting(TrainingEvent.Drawn::step).containsExactly(2, 2, 4, 4, 6, 6);
        assertThat(warnings(rest)).isEmpty();
        drawing("whole").run();
        sameLora("whole", "a");
        assertThat(files(folder.resolve("a/tiny-samples"))).isEqualTo(files(folder.resolve("whole/tiny-samples")));
    }

    @Test
    void aRunThatIsKilledWhileItDrawsGoesOnAndLeavesNoHalves() throws IOException {
        drawing("whole").run();
        TinyRun killed = drawing("a").with("saveEvery", 2);
        Throwable end = catchThrowable(() -> killed.watching(event -> {
                    if (event instanceof TrainingEvent.Drawn now && now.step() == 4) {
                        throw new TinyRun.Killed();
                    }
                })
                .run());
        assertThat(end).isInstanceOf(TinyRun.Killed.class);
        Path half = Files.writeString(folder.resolve("a/tiny-samples/loralei-0.tmp"), "half a picture");

        drawing("a").with("saveEvery", 2).resuming().run();

        assertThat(half).doesNotExist();
        sameLora("whole", "a");
        assertThat(files(folder.resolve("a/tiny-samples"))).isEqualTo(files(folder.resolve("whole/tiny-samples")));
    }

    @Test
    void previewsChangeNoNumberSoThatTheyMayChangeWhenARunGoesOn() {
        run("a").stoppingAt(2).run();
        List<TrainingEvent> rest = drawing("a").resuming().run();
        assertThat(warnings(rest)).isEmpty();
        assertThat(drawn(rest)).extracting(TrainingEvent.Drawn::step).containsExactly(2, 2, 4, 4, 6, 6);
    }

    @Test
    void aRunThatReplacesAnotherForgetsItsPreviews() {
        drawing("a").run();
        assertThat(catchThrowable(() -> drawing("a").run())).isInstanceOf(UserError.class);

        drawing("a").overwriting().with("previewEvery", 3).run();

        assertThat(files(folder.resolve("a/tiny-samples"))).containsOnlyKeys(names(0, 3, 6));
    }

    @Test
    void previewsAloneAreAnEarlierRun() throws IOException {
        drawing("a").run();
        for (String name : List.of("tiny.safetensors", "tiny.csv", "tiny.state/state.safetensors")) {
            Files.delete(folder.resolve("a").resolve(name));
        }
        assertThat(catchThrowable(() -> run("a").run())).hasMessageContaining(names(0).get(0));
    }

    @Test
    void theTraceKnowsNothingOfIt() {
        run("a").tracing(folder.resolve("plain")).run();
        drawing("a").overwriting().tracing(folder.resolve("drawing")).run();

        Map<String, List<Byte>> plain = files(folder.resolve("plain"));
        Map<String, List<Byte>> drawing = files(folder.resolve("drawing"));
        assertThat(drawing.keySet()).isEqualTo(plain.keySet());
        plain.remove("run.json"); // has the settings
        drawing.remove("run.json");
        assertThat(drawing).isEqualTo(plain);
    }

    @Test
    void whatClipCannotReadOfAPreviewIsTold() {
        String tail = "and it ends here";
        List<TrainingEvent> events = drawing("a")
                .with("previewPrompts", "a cat ".repeat(40) + tail)
                .dry()
                .run();
        assertThat(warnings(events))
                .singleElement()
                .asString()
                .startsWith("The preview prompt \"a cat")
                .endsWith(tail + "\". More is read with --max-tokens.");
    }
}
