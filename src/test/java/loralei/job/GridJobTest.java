package loralei.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import loralei.TinyModel;
import loralei.config.DeviceChoice;
import loralei.config.PictureSpec;
import loralei.config.PrecisionChoice;
import loralei.config.SamplerKind;
import loralei.config.SamplingSchedule;
import loralei.config.UserError;
import loralei.conformance.ConformanceData;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Grids of what a run of the tiny model left: three checkpoints and the finished LoRA. */
class GridJobTest {
    private static final List<Double> STRENGTHS = List.of(0.6, 0.8, 1.0);
    private static final Path MODEL = ConformanceData.of("sd15").model();

    @TempDir
    private static Path trained;

    @TempDir
    private Path folder;

    private final List<GridEvent> events = new ArrayList<>();
    private int loaded;

    @BeforeAll
    static void train() throws Exception {
        new TinyRun(trained).with("saveEvery", 3).run();
    }

    private static PictureSpec picture(String prompt) {
        return new PictureSpec(prompt, "", 64, 64, 2, 5, 0, SamplerKind.DDIM, SamplingSchedule.NORMAL, 7);
    }

    private GridRequest request(List<Path> checkpoints, List<Double> strengths, String... prompts) {
        return request(
                checkpoints,
                strengths,
                Stream.of(prompts).map(GridJobTest::picture).toArray(PictureSpec[]::new));
    }

    private GridRequest request(List<Path> checkpoints, List<Double> strengths, PictureSpec... pages) {
        return new GridRequest(
                MODEL,
                checkpoints,
                strengths,
                List.of(pages),
                DeviceChoice.CPU,
                PrecisionChoice.FP32,
                folder.resolve("tiny-grid"));
    }

    private static List<Path> all() {
        return GridRequest.checkpointsOf(trained, "tiny");
    }

    private void run(GridRequest request) throws IOException {
        run(request, () -> false);
    }

    private void run(GridRequest request, BooleanSupplier stop) throws IOException {
        events.clear();
        loaded = 0;
        GridJob.run(request, stop, events::add, (model, device, type) -> {
            loaded++;
            return new DrawingModel(model, device, type);
        });
    }

    private <T extends GridEvent> List<T> all(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private GridEvent.Finished finished() {
        return all(GridEvent.Finished.class).get(0);
    }

    private Grid grid() {
        return GridFile.read(folder.resolve("tiny-grid")).orElseThrow();
    }

    private static int[] pixels(Path file) throws IOException {
        BufferedImage image = ImageIO.read(file.toFile());
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    @Test
    void fourCheckpointsInThreeStrengthsWithTwoPromptsLoadTheBaseModelOnce() throws IOException {
        run(request(all(), STRENGTHS, "fsk49", "1girl"));

        assertThat(all()).hasSize(4);
        assertThat(loaded).isEqualTo(1);
        assertThat(finished().fresh()).isEqualTo(24);
        assertThat(all(GridEvent.Page.class))
                .extracting(page -> page.file().getFileName().toString())
                .containsExactly("page-01.png", "page-02.png");
        assertThat(grid().cells()).hasSize(24).allMatch(cell -> Files.exists(cell.file()));
        assertThat(grid().cells().stream().map(GridCell::file).distinct()).hasSize(24);
    }

    /** Those of the second page are drawn after all adapters were in and out. */
    @Test
    void aCellIsThePictureThatDrawingItAloneGives() throws IOException {
        run(request(all(), List.of(0.0, 0.8), "fsk49", "1girl"));

        Grid grid = grid();
        assertThat(pixels(grid.at(1, 0, 0).orElseThrow().file())).isEqualTo(alone("1girl", List.of()));
        GridCell last = grid.at(1, 4, 0).orElseThrow();
        assertThat(pixels(last.file()))
                .isEqualTo(alone("1girl", List.of(new LoraChoice(trained.resolve("tiny.safetensors"), 0.8))))
                .isNotEqualTo(alone("1girl", List.of()));
    }

    private int[] alone(String prompt, List<LoraChoice> loras) throws IOException {
        List<Path> drawn = new ArrayList<>();
        DrawJob.run(
                new DrawRequest(
                        MODEL,
                        loras,
                        List.of(picture(prompt)),
                        1,
                        DeviceChoice.CPU,
                        PrecisionChoice.FP32,
                        folder.resolve("alone")),
                () -> false,
                event -> {
                    if (event instanceof DrawEvent.Drawn one) {
                        drawn.add(one.file());
                    }
                });
        return pixels(drawn.get(0));
    }

    @Test
    void theBaseModelComesFirstAndThenTheRowThatIsNearestToWhatWasTrained() throws IOException {
        run(request(all(), List.of(0.6, 0.0, 1.0, 0.9), "fsk49"));

        List<GridCell> drawn =
                all(GridEvent.Drawn.class).stream().map(GridEvent.Drawn::cell).toList();
        assertThat(drawn.get(0).lora()).isEmpty();
        assertThat(drawn.subList(1, drawn.size()).stream()
                        .map(GridCell::strength)
                        .distinct())
                .containsExactly(1.0, 0.9, 0.6);
        assertThat(drawn.subList(1, 5)).extracting(GridCell::column).containsExactly(1, 2, 3, 4);
        assertThat(drawn.subList(1, 5)).extracting(GridCell::row).containsOnly(1);
        assertThat(drawn).hasSize(13);
    }

    @Test
    void anotherStartDrawsOnlyWhatIsMissing() throws IOException {
        GridRequest request = request(all(), STRENGTHS, "fsk49");
        run(request);
        run(request);
        assertThat(loaded).isZero();
        assertThat(finished().fresh()).isZero();

        Files.delete(grid().cells().get(3).file());
        Files.writeString(grid().cells().get(5).file(), "no picture");
        run(request);
        assertThat(loaded).isEqualTo(1);
        assertThat(finished().fresh()).isEqualTo(2);
        assertThat(all(GridEvent.Drawn.class))
                .filteredOn(GridEvent.Drawn::fresh)
                .extracting(drawn -> drawn.cell().file())
                .containsExactly(
                        grid().cells().get(3).file(), grid().cells().get(5).file());
    }

    @Test
    void aCheckpointThatWasTrainedAnewIsDrawnAnewAndTheOthersAreNot() throws IOException {
        Path one = Files.copy(all().get(0), folder.resolve("one.safetensors"));
        GridRequest request = request(List.of(one, all().get(1)), STRENGTHS, "fsk49");
        run(request);
        Files.copy(all().get(2), one, StandardCopyOption.REPLACE_EXISTING);
        run(request);

        assertThat(finished().fresh()).isEqualTo(3);
        assertThat(all(GridEvent.Drawn.class))
                .filteredOn(GridEvent.Drawn::fresh)
                .extracting(drawn -> drawn.cell().column())
                .containsOnly(0);
    }

    @Test
    void anotherBaseModelIsAnotherGrid() throws IOException {
        GridRequest request = request(all().subList(0, 1), List.of(1.0), "fsk49");
        run(request);
        TinyModel other = TinyModel.copy("sd15", folder.resolve("model"))
                .with("scheduler/scheduler_config.json", "{\"beta_end\": 0.013}");
        run(new GridRequest(
                other.folder(),
                request.checkpoints(),
                request.strengths(),
                request.pages(),
                request.device(),
                request.precision(),
                request.folder()));

        assertThat(finished().fresh()).isEqualTo(1);
    }

    @Test
    void aGridThatIsStoppedGoesOnFromThere() throws IOException {
        GridRequest request = request(all(), STRENGTHS, "fsk49", "1girl");
        run(request, () -> all(GridEvent.Drawn.class).size() >= 5);
        assertThat(all(GridEvent.Stopped.class)).containsExactly(new GridEvent.Stopped(5, 24));
        assertThat(folder.resolve("tiny-grid/page-01.png")).exists();
        assertThat(all(GridEvent.Finished.class)).isEmpty();

        run(request);
        assertThat(all(GridEvent.Ready.class).get(0).there()).isEqualTo(5);
        assertThat(finished().fresh()).isEqualTo(19);
    }

    @Test
    void aGridCanBeShownAgain() throws IOException {
        GridRequest request = request(all(), List.of(0.0, 1.0), "fsk49", "1girl, \"quoted\"");
        run(request);

        assertThat(grid().request()).isEqualTo(request);
        assertThat(grid()).isEqualTo(all(GridEvent.Ready.class).get(0).grid());
        Files.writeString(folder.resolve("tiny-grid/grid.json"), "{\"version\": 1, \"pages\": 3");
        assertThat(GridFile.read(folder.resolve("tiny-grid"))).isEmpty();
        assertThat(GridFile.read(folder)).isEmpty();
    }

    @Test
    void oneCheckpointThatCannotBeReadIsNamedBeforeAnythingIsLoaded() throws IOException {
        Path broken = folder.resolve("broken.safetensors");
        byte[] whole = Files.readAllBytes(all().get(0));
        Files.write(broken, java.util.Arrays.copyOf(whole, whole.length / 2));

        assertThatThrownBy(() -> run(request(List.of(all().get(0), broken), STRENGTHS, "fsk49")))
                .isInstanceOfSatisfying(
                        UserError.class, error -> assertThat(error.kind()).isEqualTo(UserError.Kind.REQUEST))
                .hasMessageContaining("broken.safetensors");
        assertThat(loaded).isZero();
        assertThat(folder.resolve("tiny-grid")).doesNotExist();
    }

    @Test
    void aLoraOfTheOtherFamilyIsRefused() {
        Path other = ConformanceData.of("sdxl").path("lora.kohya.safetensors");

        assertThatThrownBy(() -> run(request(List.of(other), STRENGTHS, "fsk49")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("lora.kohya.safetensors is for SDXL")
                .hasMessageContaining("SD1.5");
        assertThat(loaded).isZero();
    }

    @Test
    void aRequestThatCannotBeDrawnIsRefusedWithOneSentence() {
        assertThatThrownBy(() -> run(request(List.of(), STRENGTHS, "fsk49")))
                .hasMessage("There is no LoRA to compare.");
        assertThatThrownBy(() -> run(request(all(), List.of(0.0), "fsk49"))).hasMessageContaining("no strength");
        assertThatThrownBy(() -> run(request(all(), List.of(1.0, 11.0), "fsk49")))
                .hasMessageContaining("strength 11");
        assertThatThrownBy(() -> run(request(all(), STRENGTHS, new String[0])))
                .hasMessage("There is no prompt to draw.");
        assertThatThrownBy(() -> run(request(all(), STRENGTHS, "fsk49", "  "))).hasMessage("A prompt is empty.");
        PictureSpec odd = picture("fsk49").withSize(64, 60);
        assertThatThrownBy(() -> run(request(all(), STRENGTHS, odd))).hasMessageContaining("--height 60");
        assertThatThrownBy(() -> run(request(List.of(folder.resolve("none.safetensors")), STRENGTHS, "fsk49")))
                .hasMessageContaining("none.safetensors");
        assertThatThrownBy(() -> GridRequest.checkpointsOf(trained, "other"))
                .hasMessageContaining("no LoRA of the run other");
    }

    @Test
    void columnsAreCalledByNoMoreThanTellsThemApart() {
        assertThat(request(all(), List.of(0.0, 1.0), "fsk49").columns())
                .extracting(column -> column.title().toString())
                .containsExactly("without", "step 3", "step 6", "step 9", "tiny");
        assertThat(request(List.of(Path.of("a-step00001600.safetensors"), Path.of("b.safetensors")), STRENGTHS, "x")
                        .columns())
                .extracting(column -> column.title().toString())
                .containsExactly("a, step 1600", "b");
    }
}
