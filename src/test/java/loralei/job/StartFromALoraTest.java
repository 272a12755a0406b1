package loralei.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import loralei.config.AutoSwitch;
import loralei.config.Family;
import loralei.config.PrecisionChoice;
import loralei.config.Problem;
import loralei.config.SavePrecision;
import loralei.config.TrainingConfig;
import loralei.config.UserError;
import loralei.conformance.ConformanceData;
import loralei.lora.KeyFormat;
import loralei.lora.LoraFile;
import loralei.lora.LoraModule;
import loralei.lora.LoraWeights;
import loralei.safetensors.DType;
import loralei.safetensors.SafetensorsFile;
import loralei.text.Message;
import loralei.train.RunFiles;
import loralei.train.TrainingEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs that go on from a LoRA. Those of {@code lora/stack} adapt layers of every kind (a: with text encoders; c: with the
 * ends of the UNet).
 */
class StartFromALoraTest {
    private static final Path STACK = Path.of("src/test/resources/loralei/lora/stack");

    @TempDir
    private Path folder;

    private TinyRun run(Path lora) {
        return new TinyRun(folder.resolve("out"))
                .with("startFrom", lora)
                .with("steps", 4)
                .with("savePrecision", SavePrecision.FP32);
    }

    private TinyRun run(String lora) throws IOException {
        TinyRun run = run(STACK.resolve(lora + ".safetensors"));
        return lora.startsWith("sdxl") ? run.sdxl(folder.resolve("model")) : run;
    }

    /**
     * Loss and gradient norm of the first step as torch 2.13.0 has them, with text encoders and UNet of diffusers 0.42.1 and
     * transformers 5.24.0, the matrices put beside the layers by hooks, on the latents, noise and timestep of the run.
     */
    @ParameterizedTest
    @CsvSource({
        "sd15-a, 1.0770148039, 0.2274124611",
        "sd15-c, 1.1329172850, 0.0467405465",
        "sdxl-a, 1.1375598907, 0.0482954802",
        "sdxl-c, 1.1404752731, 0.0097536170"
    })
    void theFirstStepIsThatOfTheBaseModelWithTheLora(String lora, double loss, double norm) throws IOException {
        Path trace = folder.resolve("trace");
        run(lora).with("steps", 1).tracing(trace).run();

        try (SafetensorsFile step = SafetensorsFile.open(trace.resolve("step-000001.safetensors"))) {
            assertThat((double) step.floats("loss")[0]).isCloseTo(loss, within(ConformanceData.LOSS * loss));
            assertThat((double) step.floats("grad_norm")[0]).isCloseTo(norm, within(ConformanceData.GRADIENT * norm));
        }
        LoraWeights there = weights(STACK.resolve(lora + ".safetensors"));
        assertThat(values(weights(trace.resolve("lora-000000.safetensors")))).isEqualTo(values(there));
    }

    @Test
    void whatIsNotTrainedIsInTheNewLoraAsItWas() throws IOException {
        run("sd15-a").run();

        Map<String, List<Float>> before = values(weights(STACK.resolve("sd15-a.safetensors")));
        Map<String, List<Float>> after = values(weights(folder.resolve("out/tiny.safetensors")));
        assertThat(after.keySet()).isEqualTo(before.keySet());
        after.forEach((name, values) -> assertThat(values.equals(before.get(name)))
                .as(name)
                .isEqualTo(name.startsWith("text_encoder") || name.endsWith("alpha")));
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyFormat.class,
            names = {"KOHYA", "KOHYA_DIFFUSERS_PATHS", "DIFFUSERS", "PEFT", "COMFY"})
    void everyNamingBeginsWithTheSameLoss(KeyFormat format) throws IOException {
        Path file = folder.resolve("other.safetensors");
        LoraFile.write(file, weights(STACK.resolve("sd15-a.safetensors")), format, DType.F32, Map.of());

        double loss = run(file).with("steps", 1).losses().get(0);

        assertThat(loss).isCloseTo(1.0770148039, within(ConformanceData.LOSS));
    }

    @Test
    void ranksAndAlphasAreThoseOfEachLayer() throws IOException {
        Path file = uneven();
        List<TrainingEvent> events = run(file).with("rank", 7).run();

        LoraWeights made = weights(folder.resolve("out/tiny.safetensors"));
        assertThat(shapes(made)).isEqualTo(shapes(weights(file)));
        assertThat(warnings(events)).anyMatch(text -> text.contains("rank (3, 2)"));
        assertThat(metadata("tiny"))
                .containsEntry("ss_network_dim", "Dynamic")
                .containsEntry("ss_network_alpha", "Dynamic");
    }

    @Test
    void theNewLoraTellsWhatItWentOnFrom() throws IOException {
        run("sd15-a").run();

        assertThat(metadata("tiny"))
                .containsEntry("ss_network_dim", "3")
                .containsEntry("ss_network_alpha", "2.0")
                .containsEntry("ss_network_args", "{\"conv_dim\":\"3\",\"conv_alpha\":\"2.0\"}");
        assertThat(metadata("tiny").get("loralei.start"))
                .contains("\"name\":\"sd15-a.safetensors\",\"sha256\":\"edf0745");
        assertThat(metadata("tiny").get("loralei.config")).contains("sd15-a.safetensors");
    }

    /** Once from the file, once from what the first half left, of which the file was deleted. */
    @ParameterizedTest
    @ValueSource(strings = {"a", "c"})
    void aRunGoesOnToTheSameBitsAlsoWithoutTheFile(String lora) throws IOException {
        run("sd15-" + lora).with("rankDropout", 0.2).run();
        Path copy = Files.copy(STACK.resolve("sd15-" + lora + ".safetensors"), folder.resolve("copy.safetensors"));
        Path parts = folder.resolve("parts");
        run(copy)
                .with("rankDropout", 0.2)
                .with("outputDir", parts)
                .stoppingAt(2)
                .run();
        Files.delete(copy);
        run(copy).with("rankDropout", 0.2).with("outputDir", parts).resuming().run();

        assertThat(TinyRun.values(parts.resolve("tiny.safetensors")))
                .isEqualTo(TinyRun.values(folder.resolve("out/tiny.safetensors")));
    }

    @Test
    void goingOnNoticesAnotherLoraThanBefore() throws IOException {
        run("sd15-a").stoppingAt(2).run();

        assertThatThrownBy(() -> run("sd15-b").resuming().run())
                .isInstanceOf(UserError.class)
                .hasMessageContaining("it began from the LoRA sd15-a.safetensors");
        assertThatThrownBy(() -> run(TrainingConfig.NO_LORA).resuming().run())
                .isInstanceOf(UserError.class)
                .hasMessageContaining("it began from the LoRA sd15-a.safetensors");
        run(TrainingConfig.NO_LORA).with("outputName", "new").stoppingAt(2).run();
        assertThatThrownBy(
                        () -> run("sd15-a").with("outputName", "new").resuming().run())
                .isInstanceOf(UserError.class)
                .hasMessageContaining("it began anew");
    }

    @Test
    void batchesCheckpointingAndHalfPrecisionGoOnLikewise() throws IOException {
        List<Double> plain = run("sd15-c").with("batchSize", 2).losses();
        List<Double> others = run("sd15-c")
                .with("batchSize", 2)
                .with("gradientCheckpointing", AutoSwitch.ON)
                .with("outputName", "checkpointed")
                .losses();
        List<Double> narrow = run("sd15-c")
                .with("batchSize", 2)
                .with("precision", PrecisionChoice.BF16)
                .with("outputName", "narrow")
                .losses();

        assertThat(others).isEqualTo(plain);
        assertThat(narrow.get(0)).isCloseTo(plain.get(0), within(1e-2)); // bf16 keeps 8 bits of a number
    }

    @Test
    void aLoraOfOtherNumbersIsDrawnWithItsEnds() throws IOException {
        LoraWeights whole = weights(STACK.resolve("sd15-c.safetensors"));
        List<LoraModule> learning = whole.modules().stream()
                .filter(module -> !module.name().path().matches("conv_in|conv_out|time_embedding.*"))
                .toList();
        assertThat(whole.modules().size() - learning.size()).isEqualTo(3);
        Path bare = folder.resolve("bare.safetensors");
        LoraFile.write(
                bare, new LoraWeights(whole.family(), whole.layout(), learning), KeyFormat.KOHYA, DType.F32, Map.of());

        assertThat(preview(STACK.resolve("sd15-c.safetensors"), folder.resolve("with")))
                .isNotEqualTo(preview(bare, folder.resolve("without")));
    }

    /** What is drawn before the first step. */
    private byte[] preview(Path lora, Path output) throws IOException {
        run(lora)
                .with("outputDir", output)
                .with("steps", 1)
                .with("rankDropout", 0.3)
                .with("previewPrompts", "fsk49 --w 64 --h 64 --s 2")
                .run();
        return Files.readAllBytes(new RunFiles(output, "tiny").preview(0, 0));
    }

    @Test
    void anotherBaseModelAndAnotherPredictionAreTold() throws IOException {
        Path file = folder.resolve("foreign.safetensors");
        Map<String, String> metadata = Map.of("ss_sd_model_name", "animefull.ckpt", "modelspec.prediction_type", "v");
        LoraFile.write(file, weights(STACK.resolve("sd15-b.safetensors")), KeyFormat.KOHYA, DType.F16, metadata);

        assertThat(warnings(run(file).dry().run()))
                .anyMatch(text -> text.contains("trained on animefull.ckpt, and this run trains on model"))
                .anyMatch(text -> text.contains("predicts something else"));
    }

    @Test
    void thePreviewTellsOfTheLoraOrWhatIsWrongWithIt() throws IOException {
        TrainingConfig config = TrainingConfig.defaults(Family.SD15)
                .with("baseModel", ConformanceData.of("sd15").model())
                .with("instanceDir", ConformanceData.of("sd15").path("images"))
                .with("outputDir", folder.resolve("out"))
                .with("outputName", "tiny");
        PreviewJob job = new PreviewJob();

        assertThat(job.run(config.with("startFrom", uneven())).start())
                .extracting(Message::toString)
                .anyMatch(text -> text.contains("each layer with the rank"));
        RunPreview wrong = job.run(config.with("startFrom", STACK.resolve("sdxl-a.safetensors")));
        assertThat(wrong.start()).isEmpty();
        assertThat(wrong.problems()).extracting(Problem::field).containsExactly("startFrom");
        Path gone = folder.resolve("gone.safetensors");
        assertThat(job.run(config.with("startFrom", gone)).problems())
                .extracting(Problem::field)
                .containsExactly("startFrom");
        run("sd15-a").stoppingAt(2).run(); // whose state has all that is needed
        RunPreview saved = job.run(config.with("startFrom", gone));
        assertThat(saved.problems()).isEmpty();
        assertThat(saved.start()).hasSize(1);
    }

    private static LoraWeights weights(Path file) throws IOException {
        return LoraFile.read(file).weights();
    }

    private static Map<String, List<Float>> values(LoraWeights lora) {
        Map<String, List<Float>> all = new LinkedHashMap<>();
        for (LoraModule module : lora.modules()) {
            module.parts().forEach((part, data) -> all.put(module.name() + "." + part, list(data.floats())));
            all.put(module.name() + ".alpha", List.of(module.alpha()));
        }
        return all;
    }

    private static List<Float> list(float... values) {
        List<Float> list = new ArrayList<>();
        for (float value : values) {
            list.add(value);
        }
        return list;
    }

    private static List<String> shapes(LoraWeights lora) {
        return lora.modules().stream()
                .map(module -> module.name() + " " + module.rank() + " " + module.alpha())
                .toList();
    }

    /** A LoRA with layers of rank 3 and others of rank 2. */
    private Path uneven() throws IOException {
        List<LoraModule> modules =
                new ArrayList<>(weights(STACK.resolve("sd15-a.safetensors")).modules());
        modules.removeIf(module -> module.name().path().contains("attn2"));
        weights(STACK.resolve("sd15-b.safetensors")).modules().stream()
                .filter(module -> module.name().path().contains("attn2"))
                .forEach(modules::add);
        Path file = folder.resolve("uneven.safetensors");
        LoraFile.write(file, new LoraWeights(Family.SD15, modules), KeyFormat.KOHYA, DType.F32, Map.of());
        return file;
    }

    private Map<String, String> metadata(String name) throws IOException {
        try (SafetensorsFile open = SafetensorsFile.open(folder.resolve("out/" + name + ".safetensors"))) {
            return open.metadata();
        }
    }

    private static List<String> warnings(List<TrainingEvent> events) {
        return events.stream()
                .flatMap(event -> event instanceof TrainingEvent.Warning warning
                        ? Stream.of(warning.text().toString())
                        : Stream.of())
                .toList();
    }
}
