package loralei.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import loralei.text.Message;

/** Writes safetensors files, byte for byte as the reference library lays them out. */
public final class SafetensorsWriter {
    /** The header is padded with spaces to a multiple of this, so that the data begins aligned. */
    private static final int HEADER_ALIGNMENT = 8;

    private static final JsonFactory JSON = new JsonFactory();

    private SafetensorsWriter() {}

    /**
     * Writes a file as a whole: to a temporary file beside the target, flushed to disk, moved over the target. On any
     * failure the target is as before and no temporary file is left ({@link AtomicFile}).
     *
     * @param target the file to write; its folder must exist
     * @param tensors by name; laid out by type, largest first, then by name
     * @param metadata strings for {@code __metadata__}, in this order; none leaves it out
     * @throws IOException if the file cannot be written; the message says why
     */
    public static void write(Path target, Map<String, TensorData> tensors, Map<String, String> metadata)
            throws IOException {
        List<ByteBuffer> content = serialize(tensors, metadata);
        AtomicFile.replace(target, channel -> writeAll(channel, content));
    }

    /**
     * Writes a file as {@link #write} does, and reads it back from the disk before it takes the target's place.
     *
     * @param target the file to write; its folder must exist
     * @param tensors by name; laid out by type, largest first, then by name
     * @param metadata strings for {@code __metadata__}, in this order; none leaves it out
     * @throws IOException if the file cannot be written, or what is read back differs from what was written
     */
    public static void writeVerified(Path target, Map<String, TensorData> tensors, Map<String, String> metadata)
            throws IOException {
        List<ByteBuffer> content = serialize(tensors, metadata);
        AtomicFile.replace(
                target, channel -> writeAll(channel, content), written -> requireEqual(written, tensors, metadata));
    }

    /**
     * Reads a file and compares it with what should be in it.
     *
     * @param file the file
     * @param tensors all tensors that it must hold, bit for bit, and no others
     * @param metadata all metadata that it must hold, and no others
     * @throws SafetensorsException if it is not sound or anything differs
     * @throws IOException if it cannot be read
     */
    static void requireEqual(Path file, Map<String, TensorData> tensors, Map<String, String> metadata)
            throws IOException {
        try (SafetensorsFile open = SafetensorsFile.open(file)) {
            if (!open.metadata().equals(metadata)) {
                throw new SafetensorsException(file, Message.of("tensors.otherMetadata"));
            }
            if (!open.tensors().keySet().equals(tensors.keySet())) {
                throw new SafetensorsException(file, Message.of("tensors.otherTensors"));
            }
            for (Map.Entry<String, TensorData> tensor : tensors.entrySet()) {
                TensorInfo info = open.tensor(tensor.getKey());
                TensorData read = new TensorData(info.dtype(), info.shape(), open.read(info.name()));
                if (!read.equals(tensor.getValue())) {
                    throw new SafetensorsException(file, info.name(), Message.of("tensors.readsBackOtherwise"));
                }
            }
        }
    }

    /**
     * Lays out a file in memory without copying the tensors.
     *
     * @param tensors by name; laid out by type, largest first, then by name
     * @param metadata strings for {@code __metadata__}, in this order; none leaves it out
     * @return the parts of the file in order: the header with its length, then the bytes of each tensor
     * @throws IOException if a name or a metadata string is not valid text
     * @throws IllegalArgumentException if a tensor has the name of the metadata, or the header becomes too long
     */
    public static List<ByteBuffer> serialize(Map<String, TensorData> tensors, Map<String, String> metadata)
            throws IOException {
        List<Map.Entry<String, TensorData>> sorted = new ArrayList<>(tensors.entrySet());
        sorted.sort(Comparator.comparing((Map.Entry<String, TensorData> tensor) ->
                        tensor.getValue().dtype())
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()));
        List<TensorInfo> infos = new ArrayList<>();
        long offset = 0;
        for (Map.Entry<String, TensorData> tensor : sorted) {
            TensorData data = tensor.getValue();
            long end = offset + data.bytes().remaining();
            infos.add(new TensorInfo(tensor.getKey(), data.dtype(), data.shape(), offset, end));
            offset = end;
        }
        List<ByteBuffer> parts = new ArrayList<>();
        parts.add(header(infos, metadata));
        sorted.forEach(tensor -> parts.add(tensor.getValue().bytes()));
        return parts;
    }

    /**
     * Lays out a header.
     *
     * @param tensors in the order of the file
     * @param metadata strings for {@code __metadata__}, in this order; none leaves it out
     * @return the length of the JSON (8 bytes, little-endian) and the JSON
     * @throws IOException if a name or a metadata string is not valid text
     * @throws IllegalArgumentException if a tensor has the name of the metadata, or the header becomes too long
     */
    public static ByteBuffer header(List<TensorInfo> tensors, Map<String, String> metadata) throws IOException {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        try (JsonGenerator generator = JSON.createGenerator(json)) {
            generator.writeStartObject();
            if (!metadata.isEmpty()) {
                generator.writeObjectFieldStart(SafetensorsHeader.METADATA);
                for (Map.Entry<String, String> entry : metadata.entrySet()) {
                    generator.writeStringField(entry.getKey(), entry.getValue());
                }
                generator.writeEndObject();
            }
            for (TensorInfo tensor : tensors) {
                if (tensor.name().equals(SafetensorsHeader.METADATA)) {
                    throw new IllegalArgumentException("a tensor cannot have the name " + tensor.name());
                }
                describe(generator, tensor);
            }
            generator.writeEndObject();
        }
        while (json.size() % HEADER_ALIGNMENT != 0) {
            json.write(' ');
        }
        if (json.size() > SafetensorsHeader.LONGEST) {
            throw new IllegalArgumentException(
                    "the header would have " + json.size() + " bytes: too many tensors or too much metadata");
        }
        return ByteBuffer.allocate(Long.BYTES + json.size())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.size())
                .put(json.toByteArray())
                .flip();
    }

    private static void describe(JsonGenerator generator, TensorInfo tensor) throws IOException {
        generator.writeObjectFieldStart(tensor.name());
        generator.writeStringField("dtype", tensor.dtype().name());
        generator.writeArrayFieldStart("shape");
        for (long dimension : tensor.shape()) {
            generator.writeNumber(dimension);
        }
        generator.writeEndArray();
        generator.writeArrayFieldStart("data_offsets");
        generator.writeNumber(tensor.begin());
        generator.writeNumber(tensor.end());
        generator.writeEndArray();
        generator.writeEndObject();
    }

    private static void writeAll(FileChannel channel, List<ByteBuffer> content) throws IOException {
        for (ByteBuffer part : content) {
            while (part.hasRemaining()) {
                channel.write(part);
            }
        }
    }
}
