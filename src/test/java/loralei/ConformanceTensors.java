package loralei;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The tensors that diffusers and transformers computed with the tiny model, as plain arrays. */
public final class ConformanceTensors {
    /** The folder of the tiny SD1.5 model. */
    public static final Path SD15 = Path.of("src/test/resources/loralei/conformance/sd15");

    private final ByteBuffer bytes;
    private final JsonNode header;
    private final int dataStart;

    /**
     * Reads {@code expected.safetensors}.
     *
     * @param folder a conformance folder
     */
    public ConformanceTensors(Path folder) throws IOException {
        bytes = ByteBuffer.wrap(Files.readAllBytes(folder.resolve("expected.safetensors")))
                .order(ByteOrder.LITTLE_ENDIAN);
        int length = Math.toIntExact(bytes.getLong(0));
        header = new ObjectMapper().readTree(new String(bytes.array(), 8, length, StandardCharsets.UTF_8));
        dataStart = 8 + length;
    }

    /** The values of an F32 tensor. */
    public float[] floats(String name) {
        ByteBuffer data = data(name, "F32");
        float[] values = new float[data.remaining() / Float.BYTES];
        data.asFloatBuffer().get(values);
        return values;
    }

    /** The values of an I64 tensor. */
    public long[] longs(String name) {
        ByteBuffer data = data(name, "I64");
        long[] values = new long[data.remaining() / Long.BYTES];
        data.asLongBuffer().get(values);
        return values;
    }

    private ByteBuffer data(String name, String dtype) {
        JsonNode entry = header.path(name);
        if (!entry.path("dtype").asText().equals(dtype)) {
            throw new IllegalArgumentException("No " + dtype + " tensor " + name + ": " + entry);
        }
        int begin = entry.path("data_offsets").get(0).intValue();
        int end = entry.path("data_offsets").get(1).intValue();
        return bytes.slice(dataStart + begin, end - begin).order(ByteOrder.LITTLE_ENDIAN);
    }
}
