package loralei.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loralei.config.Family;
import loralei.config.PartialConfig;
import loralei.config.Problem;
import loralei.config.SavePrecision;
import loralei.config.TrainingConfig;
import loralei.config.UserError;
import loralei.conformance.ConformanceData;
import loralei.safetensors.DType;
import loralei.safetensors.SafetensorsFile;
import loralei.safetensors.SafetensorsWriter;
import loralei.safetensors.TensorData;
import loralei.train.TrainingEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of a LoRA that a run cannot go on from, and before what. */
class StartRefusedTest {
    private static final Path STACK = Path.of("src/test/resources/loralei/lora/stack");

    @TempDir
    private Path folder;

    private TinyRun run(Path lora) {
        return new TinyRun(folder.resolve("out")).with("startFrom", lora).with("steps", 1);
    }

    @Test
    void whatCannotBeGoneOnFromIsToldBeforeAnythingIsPrepared() throws IOException {
        refused(STACK.resolve("sdxl-a.safetensors"), "is for SDXL");
        refused(folder.resolve("gone.safetensors"), "gone.safetensors");
        refused(folder, "is a folder");
        refused(
                Files.writeString(folder.resolve("text.safetensors"), "no such file on this server"),
                "text.safetensors");
        refused(
                ConformanceData.of("sd15").model().resolve("unet/diffusion_pytorch_model.safetensors"),
                "Choose a LoRA file");
        refused(changed("dora", tensors -> tensors.put(name(tensors, ".dora_scale"), ones(16))), "DoRA");
        refused(
                changed("loha", tensors -> {
                    tensors.keySet().removeIf(name -> !name.endsWith(".alpha"));
                    tensors.put("lora_unet_mid_block_attentions_0_proj_in.hada_w1_a", ones(16));
                }),
                "LoHa");
        refused(
                changed(
                        "nan",
                        tensors -> tensors.replaceAll((name, data) -> name.endsWith("up.weight")
                                ? TensorData.ofFloats(DType.F32, filled(data.floats().length, Float.NaN), data.shape())
                                : data)),
                "NaN");
        refused(
                changed(
                        "wide",
                        tensors -> tensors.replaceAll((name, data) -> name.endsWith("attn2_to_v.lora_down.weight")
                                ? TensorData.ofFloats(new float[3 * 17], 3, 17)
                                : data)),
                "another shape");
        refused(
                changed("text", tensors -> tensors.keySet().removeIf(name -> name.startsWith("lora_unet"))),
                "no layer of the UNet");
    }

    private void refused(Path lora, String why) {
        TinyRun run = run(lora);
        assertThatThrownBy(run::run).isInstanceOf(UserError.class).hasMessageContaining(why);
        assertThat(run.events()).noneMatch(TrainingEvent.Preparing.class::isInstance);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void anAlphaThatTheFileCannotHoldIsTold() throws IOException {
        Path tiny = changed(
                "tiny",
                tensors -> tensors.replaceAll(
                        (name, data) -> name.endsWith(".alpha") ? TensorData.ofFloats(new float[] {1e-20f}) : data));

        assertThatThrownBy(() ->
                        run(tiny).with("savePrecision", SavePrecision.FP16).run())
                .isInstanceOf(UserError.class)
                .hasMessageContaining("fp16 cannot hold");
    }

    @Test
    void aRankOrAlphaThatIsAskedForAndIsAnotherIsRefused() {
        Path file = STACK.resolve("sd15-a.safetensors");
        assertThat(contradictions(file, Map.of("rank", 8, "alpha", 2.0)))
                .extracting(Problem::field)
                .containsExactly("rank");
        assertThat(contradictions(file, Map.of("rank", 3, "alpha", 1.0)))
                .extracting(problem -> problem.field() + ": " + problem.message() + ". " + problem.remedy())
                .containsExactly(
                        "alpha: is not that of the LoRA that the run goes on from, which keeps its own (2). Leave out --alpha.");
        assertThat(contradictions(file, Map.of("seed", 3L))).isEmpty();
        assertThat(contradictions(TrainingConfig.NO_LORA, Map.of("rank", 8))).isEmpty();
    }

    private static List<Problem> contradictions(Path lora, Map<String, Object> options) {
        TrainingConfig config = TrainingConfig.defaults(Family.SD15).with("startFrom", lora);
        return StartingPoint.contradictions(new PartialConfig(options, List.of()), config);
    }

    private interface Change {
        void of(Map<String, TensorData> tensors);
    }

    private Path changed(String name, Change change) throws IOException {
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        try (SafetensorsFile open = SafetensorsFile.open(STACK.resolve("sd15-a.safetensors"))) {
            for (String tensor : open.tensors().keySet()) {
                tensors.put(
                        tensor, new TensorData(DType.F32, open.tensor(tensor).shape(), open.read(tensor)));
            }
        }
        change.of(tensors);
        Path file = folder.resolve(name + ".safetensors");
        SafetensorsWriter.write(file, tensors, Map.of("ss_base_model_version", "sd_v1"));
        return file;
    }

    private static String name(Map<String, TensorData> tensors, String end) {
        String alpha = tensors.keySet().stream()
                .filter(name -> name.endsWith("attn1_to_q.alpha"))
                .findFirst()
                .orElseThrow();
        return alpha.replace(".alpha", end);
    }

    private static TensorData ones(int count) {
        return TensorData.ofFloats(filled(count, 1), count);
    }

    private static float[] filled(int count, float value) {
        float[] values = new float[count];
        Arrays.fill(values, value);
        return values;
    }

    @Test
    void withoutALoraNothingIsSaidOfOne() {
        assertThat(StartingPoint.of(TrainingConfig.defaults(Family.SD15), false))
                .isEqualTo(Optional.empty());
    }
}
