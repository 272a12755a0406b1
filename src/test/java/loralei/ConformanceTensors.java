package loralei;

import java.io.IOException;
import java.nio.file.Path;
import loralei.safetensors.SafetensorsFile;

/** The tensors that diffusers and transformers computed with the tiny model, as plain arrays. */
public final class ConformanceTensors {
    /** The folder of the tiny SD1.5 model. */
    public static final Path SD15 = Path.of("src/test/resources/loralei/conformance/sd15");

    /** The folder of the tiny SDXL model, whose vocabulary is that of SD1.5. */
    public static final Path SDXL = SD15.resolveSibling("sdxl");

    private final Path file;

    /**
     * Finds {@code expected.safetensors}.
     *
     * @param folder a conformance folder
     */
    public ConformanceTensors(Path folder) {
        file = folder.resolve("expected.safetensors");
    }

    /** The values of a floating-point tensor. */
    public float[] floats(String name) throws IOException {
        try (SafetensorsFile open = SafetensorsFile.open(file)) {
            return open.floats(name);
        }
    }

    /** The values of a tensor of whole numbers. */
    public long[] longs(String name) throws IOException {
        try (SafetensorsFile open = SafetensorsFile.open(file)) {
            return open.longs(name);
        }
    }
}
