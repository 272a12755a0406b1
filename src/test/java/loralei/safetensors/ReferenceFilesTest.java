package loralei.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that the reference library wrote. */
class ReferenceFilesTest {
    @TempDir
    Path folder;

    private static Path resource(String name) throws URISyntaxException {
        return Path.of(ReferenceFilesTest.class
                .getResource("/loralei/conformance/sd15/" + name)
                .toURI());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"lora.kohya.safetensors", "expected.safetensors", "model/vae/diffusion_pytorch_model.safetensors"
            })
    void readingAndWritingGivesTheSameFileByteForByte(String name) throws Exception {
        Path source = resource(name);
        Path copy = folder.resolve("copy.safetensors");
        try (SafetensorsFile file = SafetensorsFile.open(source)) {
            Map<String, TensorData> tensors = new LinkedHashMap<>();
            for (TensorInfo info : file.tensors().values()) {
                tensors.put(info.name(), new TensorData(info.dtype(), info.shape(), file.map(info.name())));
            }
            SafetensorsWriter.write(copy, tensors, file.metadata());
        }
        assertThat(Files.mismatch(source, copy)).isEqualTo(-1);
    }

    @Test
    void valuesAreThoseOfTheFile() throws IOException, URISyntaxException {
        try (SafetensorsFile file = SafetensorsFile.open(resource("expected.safetensors"))) {
            assertThat(file.tensor("tokens").dtype()).isEqualTo(DType.I64);
            // The ids that begin and end every CLIP prompt.
            assertThat(file.longs("tokens"))
                    .hasSize(770)
                    .startsWith(49406, 49407)
                    .contains(49406);
            assertThat(file.floats("alphas_cumprod")).hasSize(1000).startsWith(0.99915f);
        }
    }
}
