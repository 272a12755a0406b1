package loralei.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import loralei.TinyFile;
import loralei.config.Companions;
import loralei.config.DeviceChoice;
import loralei.config.Family;
import loralei.config.PictureSpec;
import loralei.config.PrecisionChoice;
import loralei.config.TrainingConfig;
import loralei.config.UserError;
import loralei.conformance.ConformanceData;
import loralei.lora.LoraReport;
import loralei.safetensors.SafetensorsFile;
import loralei.safetensors.TensorData;
import loralei.text.Message;
import loralei.train.Preparation;
import loralei.train.TrainingEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A base model in one file wherever one is taken: as good as its folder. */
class OneFileInARunTest {
    private static final String VAE = "first_stage_model.";
    private static final String TEXT = "cond_stage_model.";
    private static final String OTHER_MODEL = Message.of("train.otherBaseModel").toString();

    @TempDir
    private Path folder;

    private Path file(String family) throws IOException {
        return TinyFile.of(family).write(folder.resolve("dream-" + family + ".safetensors"));
    }

    private TinyRun run(String name) {
        return new TinyRun(folder.resolve(name)).with("steps", 3);
    }

    private Path lora(String name) {
        return folder.resolve(name).resolve("tiny.safetensors");
    }

    @Test
    void aTrainingGivesTheSameLoraAsFromTheFolder() throws IOException {
        run("many").run();
        run("one").with("baseModel", file("sd15")).run();
        assertThat(TinyRun.values(lora("one"))).isEqualTo(TinyRun.values(lora("many")));
    }

    @Test
    void aTrainingOfSdxlGivesTheSameLoraAsFromTheFolder() throws IOException {
        TinyRun many = run("many").sdxl(folder.resolve("model"));
        Files.writeString(folder.resolve("model/tokenizer_2/special_tokens_map.json"), "{\"pad_token\": \"!\"}");
        many.run();
        run("one").with("family", Family.SDXL).with("baseModel", file("sdxl")).run();
        assertThat(TinyRun.values(lora("one"))).isEqualTo(TinyRun.values(lora("many")));
    }

    @Test
    void aSeparateVaeTakesItsPart() throws IOException {
        run("many").run();
        Path bare = TinyFile.of("sd15").without(name -> name.startsWith(VAE)).write(folder.resolve("bare.safetensors"));
        Path vae = TinyFile.of("sd15").without(name -> !name.startsWith(VAE)).write(folder.resolve("vae.safetensors"));
        run("one").with("baseModel", bare).with("vae", vae).run();
        assertThat(TinyRun.values(lora("one"))).isEqualTo(TinyRun.values(lora("many")));
    }

    @Test
    void whatIsCachedOfAFileIsFoundAgain() throws IOException {
        Path cache = folder.resolve("cache");
        run("first").with("baseModel", file("sd15")).caching(cache).run();
        List<TrainingEvent> events = run("second")
                .with("baseModel", Files.move(file("sd15"), folder.resolve("renamed.safetensors")))
                .caching(cache)
                .run();
        assertThat(events)
                .filteredOn(event ->
                        event instanceof TrainingEvent.Preparing preparing && preparing.what() == Preparation.PICTURES)
                .hasSize(1); // all at once
        assertThat(TinyRun.values(lora("second"))).isEqualTo(TinyRun.values(lora("first")));
    }

    @Test
    void aRunGoesOnOnTheSameFileAndSaysSoOnAnother() throws IOException {
        Path model = file("sd15");
        run("whole").with("baseModel", model).run();
        run("parts").with("baseModel", model).stoppingAt(2).run();
        List<TrainingEvent> events =
                run("parts").with("baseModel", model).resuming().run();
        assertThat(events).noneMatch(event -> event.toString().contains("otherBaseModel"));
        assertThat(TinyRun.values(lora("parts"))).isEqualTo(TinyRun.values(lora("whole")));
    }

    @Test
    void aRunWithTheTextEncodersOfAnotherModelIsThatOfTheWholeAndNoticesWhenTheyChange() throws IOException {
        Path whole = file("sd15");
        Path bare =
                TinyFile.of("sd15").without(name -> name.startsWith(TEXT)).write(folder.resolve("bare.safetensors"));
        run("whole").with("baseModel", whole).run();
        run("parts")
                .with("baseModel", bare)
                .with("textEncoders", whole)
                .stoppingAt(2)
                .run();
        List<TrainingEvent> events = run("parts")
                .with("baseModel", bare)
                .with("textEncoders", Files.move(whole, folder.resolve("moved.safetensors")))
                .resuming()
                .run();
        assertThat(events.toString()).doesNotContain(OTHER_MODEL);
        assertThat(TinyRun.values(lora("parts"))).isEqualTo(TinyRun.values(lora("whole")));

        TinyFile other = TinyFile.of("sd15");
        String name = TEXT + "transformer.text_model.final_layer_norm.weight";
        float[] values = other.tensors().get(name).floats();
        values[0] += 1;
        other.tensors().put(name, TensorData.ofFloats(values, values.length));
        Path changed = other.write(folder.resolve("changed.safetensors"));
        events = run("parts")
                .with("baseModel", bare)
                .with("textEncoders", changed)
                .with("steps", 4)
                .resuming()
                .run();
        assertThat(events.toString()).contains(OTHER_MODEL);
    }

    @Test
    void theLoraNamesTheFile() throws IOException {
        run("one").with("baseModel", file("sd15")).run();
        try (SafetensorsFile open = SafetensorsFile.open(lora("one"))) {
            assertThat(open.metadata()).containsEntry("ss_sd_model_name", "dream-sd15.safetensors");
        }
    }

    @Test
    void picturesAreDrawnFromAFileWithAVae() throws IOException {
        Path bare = TinyFile.of("sd15").without(name -> name.startsWith(VAE)).write(folder.resolve("bare.safetensors"));
        PictureSpec picture = PictureSpec.of("fsk49", 64).withSeed(7);
        Path vae = ConformanceData.of("sd15").model().resolve("vae");
        BooleanSupplier never = () -> false;
        DrawJob.run(draw(ConformanceData.of("sd15").model(), Path.of(""), picture, "many"), never, event -> {});
        DrawJob.run(draw(bare, vae, picture, "one"), never, event -> {});
        assertThat(pixels("one")).isEqualTo(pixels("many"));
    }

    private DrawRequest draw(Path model, Path vae, PictureSpec picture, String into) {
        return new DrawRequest(
                model,
                List.of(),
                List.of(picture),
                1,
                DeviceChoice.CPU,
                PrecisionChoice.FP32,
                folder.resolve(into),
                Companions.ofVae(vae));
    }

    private List<Integer> pixels(String name) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(name))) {
            BufferedImage image = ImageIO.read(files.findFirst().orElseThrow().toFile());
            return Arrays.stream(image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
                    .boxed()
                    .toList();
        }
    }

    @Test
    void inspectTellsFamilyAndWhatIsMissing() throws IOException {
        LoraReport whole = InspectJob.run(file("sdxl"));
        assertThat(whole.model()).contains(Family.SDXL);
        assertThat(whole.kind().toString())
                .contains("Stable Diffusion XL, one file")
                .contains("complete");
        assertThat(whole.errors()).isEmpty();
        Path bare = TinyFile.of("sd15").without(name -> name.startsWith(VAE)).write(folder.resolve("bare.safetensors"));
        LoraReport broken = InspectJob.run(bare);
        assertThat(broken.errors().get(0).text().toString()).contains("holds no VAE");
    }

    @Test
    void thePreviewCountsTheFileAndTellsWhatIsMissing() throws IOException {
        TrainingConfig config = TrainingConfig.defaults(Family.SD15)
                .with("baseModel", file("sd15"))
                .with("instanceDir", ConformanceData.of("sd15").path("images"));
        RunPreview one = new PreviewJob().run(config);
        RunPreview many = new PreviewJob()
                .run(config.with("baseModel", ConformanceData.of("sd15").model()));
        assertThat(one.memory().needed()).isEqualTo(many.memory().needed());
        assertThat(one.problems()).isEqualTo(many.problems());
        RunPreview other = new PreviewJob().run(config.with("baseModel", file("sdxl")));
        assertThat(other.problems().get(0).message().toString()).contains("SDXL");
    }

    @Test
    void aPickleIsRefusedWithTheWayToConvertIt() throws IOException {
        Path pickle = Files.writeString(folder.resolve("v1-5.ckpt"), "x");
        UserError error = catchThrowableOfType(
                UserError.class, () -> run("none").with("baseModel", pickle).run());
        assertThat(error.remedy()).contains("can run code").contains("Checkpoint Merger");
        assertThat(folder.resolve("none")).doesNotExist();
    }
}
