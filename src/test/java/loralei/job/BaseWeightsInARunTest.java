package loralei.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import loralei.config.BaseWeights;
import loralei.config.Family;
import loralei.config.TrainingConfig;
import loralei.conformance.ConformanceData;
import loralei.safetensors.DType;
import loralei.safetensors.SafetensorsFile;
import loralei.safetensors.SafetensorsWriter;
import loralei.safetensors.TensorData;
import loralei.safetensors.TensorInfo;
import loralei.train.TrainingEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs over frozen weights in 8 bits. */
class BaseWeightsInARunTest {
    @TempDir
    private Path folder;

    private TinyRun run(String name) {
        return new TinyRun(folder.resolve(name)).with("steps", 3);
    }

    private Map<String, String> metadata(String run) throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(folder.resolve(run).resolve("tiny.safetensors"))) {
            return file.metadata();
        }
    }

    private static List<String> told(List<TrainingEvent> events) {
        List<String> told = new ArrayList<>();
        for (TrainingEvent event : events) {
            if (event instanceof TrainingEvent.Memory memory) {
                told.add(memory.baseWeights());
                assertThat(memory.plan().toString()).contains("weights in 8 bits (" + memory.baseWeights() + ")");
            } else if (event instanceof TrainingEvent.Warning warning) {
                told.add(warning.text().toString());
            }
        }
        return told;
    }

    /** On a processor nothing in 8 bits is chosen by itself: here it is what the run began with. */
    @ParameterizedTest
    @CsvSource({"INT8, int8, false", "FP8, fp8, true"})
    void aRunGoesOnWithTheWeightsThatItBeganWithAndItsLoraTellsOfThem(
            BaseWeights kept, String name, boolean asKohyaCallsIt) throws IOException {
        run("whole").with("baseWeights", kept).run();
        run("parts").with("baseWeights", kept).stoppingAt(2).run();

        assertThat(told(run("parts").resuming().run())).containsExactly(name);
        assertThat(TinyRun.values(folder.resolve("parts/tiny.safetensors")))
                .isEqualTo(TinyRun.values(folder.resolve("whole/tiny.safetensors")));
        assertThat(metadata("parts")).containsEntry("loralei.base_weights", name);
        assertThat(metadata("parts").containsKey("ss_fp8_base_unet")).isEqualTo(asKohyaCallsIt);
    }

    @Test
    void eachKindOfWeightsLearnsAnotherLora() {
        List<Map<String, List<Float>>> loras = new ArrayList<>();
        for (BaseWeights kept : List.of(BaseWeights.SAME, BaseWeights.INT8, BaseWeights.FP8)) {
            run(kept.id()).with("baseWeights", kept).run();
            loras.add(TinyRun.values(folder.resolve(kept.id()).resolve("tiny.safetensors")));
        }
        assertThat(loras).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({"F8_E4M3, FP8", "F8_E5M2, FP8", "F16, INT8"})
    void theEightBitsOfAFileAreThoseThatSuitIt(DType type, BaseWeights suited) throws IOException {
        ConformanceData data = ConformanceData.of("sd15");
        String weights = "unet/diffusion_pytorch_model.safetensors";
        Path model = data.copyModel(folder.resolve("model"));
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        try (SafetensorsFile file = SafetensorsFile.open(data.model().resolve(weights))) {
            for (TensorInfo info : file.tensors().values()) { // as in released files, norms and biases stay
                DType stored = info.shape().size() > 1 ? type : DType.F16;
                tensors.put(info.name(), TensorData.ofFloats(stored, file.floats(info.name()), info.shape()));
            }
        }
        SafetensorsWriter.write(model.resolve(weights), tensors, Map.of());
        TrainingConfig config = TrainingConfig.of(Map.of("family", Family.SD15, "baseModel", model));

        PreviewJob.Net net = PreviewJob.net(config, new ArrayList<>());
        assertThat(net.eightBits()).isEqualTo(suited);
        assertThat(net.parameters())
                .isEqualTo(PreviewJob.net(config.with("baseModel", data.model()), new ArrayList<>())
                        .parameters());
    }
}
