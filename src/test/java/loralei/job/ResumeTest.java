package loralei.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import loralei.config.AutoSwitch;
import loralei.config.LrScheduler;
import loralei.config.PrecisionChoice;
import loralei.config.Resolutions;
import loralei.config.UserError;
import loralei.conformance.ConformanceData;
import loralei.text.SettingName;
import loralei.train.TrainingEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person is told who goes on with a run under other conditions. */
class ResumeTest {
    private static final String END =
            "What is new counts from step 3 on. What was learned before stays in the LoRA, and "
                    + "its metadata will tell of the new only. For a LoRA of one piece start anew under another --output-name.";

    @TempDir
    private Path folder;

    @BeforeEach
    void stop() {
        run().stoppingAt(2).run();
    }

    @Test
    void nothingIsToldWhereNothingIsAnother() {
        assertThat(warnings(run())).isEmpty();
    }

    @Test
    void nothingIsToldOfWhatChangesNoNumber() {
        assertThat(warnings(run().with("saveEvery", 3).with("gradientCheckpointing", AutoSwitch.ON)))
                .isEmpty();
    }

    @Test
    void anotherLengthIsNoNewsWhereTheRateDoesNotFollowIt() {
        assertThat(warnings(run().with("steps", 5))).isEmpty();
    }

    @Test
    void theSameBaseModelInAnotherPlaceIsNoNews() throws IOException {
        assertThat(warnings(run().with("baseModel", copyOfModel()))).isEmpty();
    }

    @Test
    void anotherBaseModelOfTheSameShapeIsTold() throws IOException {
        Path model = copyOfModel();
        Path weights = model.resolve("unet/diffusion_pytorch_model.safetensors");
        try (FileChannel channel = FileChannel.open(weights, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long third = channel.size() / 3;
            ByteBuffer data = ByteBuffer.allocate((int) (channel.size() - third));
            channel.read(data, third);
            for (int i = 0; i < data.capacity(); i += 4) {
                data.put(i, (byte) (data.get(i) ^ 1)); // the last bit of each number
            }
            channel.write(data.clear(), third);
        }

        assertThat(warnings(run().with("baseModel", model)))
                .containsExactly("The base model is not the one that this run was saved with.", END);
    }

    @Test
    void otherSettingsAreToldWithBothValues() {
        assertThat(warnings(run().with("instancePrompt", "zzz")
                        .with("learningRate", 5e-4)
                        .with("precision", PrecisionChoice.BF16)
                        .with("rankDropout", 0.1)
                        .with("minSnrGamma", 5.0)))
                .containsExactly(
                        told("instancePrompt", "fsk49", "zzz"),
                        told("learningRate", "0.001", "0.0005"),
                        told("minSnrGamma", "0", "5"),
                        told("precision", "fp32", "bf16"),
                        told("rankDropout", "0", "0.1"),
                        END);
    }

    @Test
    void anotherResolutionAndScheduleAreTold() {
        assertThat(warnings(run().with("resolution", Resolutions.of(128))
                        .with("lrScheduler", LrScheduler.COSINE)
                        .with("steps", 5)))
                .containsExactly(
                        told("lrScheduler", "constant", "cosine"),
                        told("resolution", "64", "128"),
                        "The run was 4 steps long and now it is 5: the learning rate falls as if it had been so from the "
                                + "beginning.",
                        END);
    }

    @Test
    void otherPicturesAreTold() throws IOException {
        Path pictures = Files.createDirectory(folder.resolve("pictures"));
        try (Stream<Path> all = Files.list(ConformanceData.of("sd15").path("images"))) {
            Path one = all.sorted().findFirst().orElseThrow();
            Files.copy(one, pictures.resolve(one.getFileName().toString()));
        }

        assertThat(warnings(run().with("instanceDir", pictures)))
                .contains("The pictures are not those that this run was saved with.", END);
    }

    @Test
    void anotherMaskOrWeightOfTheSamePicturesIsTold() throws IOException {
        ThreePrompts source = ThreePrompts.in(folder);
        run().with("outputName", "masked").on(source).stoppingAt(2).run();
        assertThat(warnings(run().with("outputName", "masked").on(source))).isEmpty();
        Path mask = source.masks().resolve("00.png");
        Files.move(mask, mask.resolveSibling("none.png"));

        assertThat(warnings(run().with("outputName", "masked").on(source)))
                .contains("The pictures are not those that this run was saved with.", END.replace("step 3", "step 4"));
    }

    @Test
    void aDryRunTellsTheSame() {
        assertThat(warnings(run().with("instancePrompt", "zzz").dry()))
                .containsExactly(told("instancePrompt", "fsk49", "zzz"), END);
    }

    @Test
    void theNextTimeTheNewConditionsAreTheOldOnes() {
        run().with("instancePrompt", "zzz").resuming().stoppingAt(3).run();

        assertThat(warnings(run().with("instancePrompt", "zzz"))).isEmpty();
    }

    @Test
    void whatCannotGoOnIsRefusedBeforeAnythingIsPrepared() {
        TinyRun other = run().with("seed", 7L).resuming();

        assertThatThrownBy(other::run)
                .isInstanceOf(UserError.class)
                .hasMessageContaining("its --seed is 42, now it is 7");
        assertThatThrownBy(() -> run().with("batchSize", 2).resuming().run())
                .hasMessageContaining("its --batch-size is 1, now it is 2");
        assertThat(other.events()).noneMatch(TrainingEvent.Preparing.class::isInstance);
    }

    private TinyRun run() {
        return new TinyRun(folder.resolve("output")).with("steps", 4);
    }

    private static String told(String setting, String then, String now) {
        return SettingName.of(setting).option() + " was \"" + then + "\" when this run was saved, and now it is \""
                + now + "\".";
    }

    /** What is warned of when the run goes on, without what is told of every run. */
    private static List<String> warnings(TinyRun run) {
        return run.resuming().stoppingAt(3).run().stream()
                .filter(TrainingEvent.Warning.class::isInstance)
                .map(event -> ((TrainingEvent.Warning) event).text().toString())
                .filter(text -> !text.contains("enlarged"))
                .toList();
    }

    private Path copyOfModel() throws IOException {
        Path from = ConformanceData.of("sd15").model();
        Path to = folder.resolve("model");
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : all.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
        return to;
    }
}
