package loralei.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import loralei.config.UserError;
import loralei.model.CheckpointWeights.NameRules;
import loralei.model.WeightSource.Spec;
import loralei.safetensors.SafetensorsWriter;
import loralei.safetensors.TensorData;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;
import loralei.torch.Tensor;
import loralei.torch.TensorList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is loaded for a network that does not come about is freed. */
class CheckpointWeightsTest {
    @TempDir
    private Path folder;

    private final Map<String, TensorData> tensors = new LinkedHashMap<>();
    private final List<Tensor> taken = new ArrayList<>();
    private Path file;

    @BeforeEach
    void twoModules() {
        file = folder.resolve("weights.safetensors");
        for (String name : List.of("first.weight", "first.bias", "second.weight", "second.bias")) {
            tensors.put(name, TensorData.ofFloats(new float[] {1, 2}, 2));
        }
    }

    private TensorList load(Function<WeightSource, TensorList> network) throws IOException {
        SafetensorsWriter.write(file, tensors, Map.of());
        return CheckpointWeights.load(
                new WeightFiles(file, List.of(file)), NameRules.PLAIN, ComputeDevice.cpu(), ComputeType.FP32, network);
    }

    private TensorList take(WeightSource source) {
        taken.add(source.get("first.weight", 2));
        taken.add(source.get("first.bias", 2));
        TensorList second = source.list(Spec.norm("second", 2));
        taken.addAll(second.tensors());
        return second;
    }

    private void assertFreed() {
        assertThat(taken)
                .hasSize(4)
                .allSatisfy(tensor -> assertThatThrownBy(tensor::floats).isInstanceOf(IllegalStateException.class));
    }

    @Test
    void aFileWithStrangersLeavesNothingLoaded() {
        tensors.put("stranger.weight", TensorData.ofFloats(new float[] {1}, 1));
        assertThatThrownBy(() -> load(this::take)).isInstanceOf(UserError.class).hasMessageContaining("stranger");
        assertFreed();
    }

    @Test
    void aNetworkThatFailsHalfWayLeavesNothingLoaded() {
        IllegalStateException outOfMemory = new IllegalStateException("out of memory");
        assertThatThrownBy(() -> load(source -> {
                    take(source);
                    throw outOfMemory;
                }))
                .isSameAs(outOfMemory);
        assertFreed();
    }

    @Test
    void aNetworkThatComesAboutKeepsItsWeights() throws IOException {
        try (TensorList second = load(this::take)) {
            assertThat(second.tensors().get(0).floats()).containsExactly(1, 2);
            taken.forEach(Tensor::close);
        }
    }
}
