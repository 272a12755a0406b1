package loralei;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import loralei.safetensors.SafetensorsFile;
import loralei.safetensors.SafetensorsWriter;
import loralei.safetensors.TensorData;
import loralei.safetensors.TensorInfo;

/** A copy of a tiny base model, to be turned into something else. */
public final class TinyModel {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;

    private TinyModel(Path folder) {
        this.folder = folder;
    }

    /** Copies a family's tiny model, without a tokenizer where the resources have none. */
    public static TinyModel copy(String family, Path to) throws IOException {
        Path from = Path.of("src/test/resources/loralei/conformance", family, "model");
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
        return new TinyModel(to);
    }

    /** Where it is. */
    public Path folder() {
        return folder;
    }

    /** Changes keys of a JSON file, which is made if there is none. */
    public TinyModel with(String file, String changes) throws IOException {
        Path path = folder.resolve(file);
        ObjectNode root =
                Files.exists(path) ? (ObjectNode) JSON.readTree(Files.readAllBytes(path)) : JSON.createObjectNode();
        JsonNode changed = JSON.readTree(changes);
        changed.properties().forEach(entry -> root.set(entry.getKey(), entry.getValue()));
        Files.createDirectories(path.getParent());
        Files.writeString(path, JSON.writeValueAsString(root));
        return this;
    }

    /** Sets the first value of a tensor. */
    public TinyModel with(String file, String tensor, float value) throws IOException {
        Path path = folder.resolve(file);
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        try (SafetensorsFile open = SafetensorsFile.open(path)) {
            for (TensorInfo info : open.tensors().values()) {
                TensorData data = new TensorData(info.dtype(), info.shape(), open.read(info.name()));
                if (info.name().equals(tensor)) {
                    float[] values = data.floats();
                    values[0] = value;
                    long[] shape =
                            info.shape().stream().mapToLong(Long::longValue).toArray();
                    data = TensorData.ofFloats(values, shape);
                }
                tensors.put(info.name(), data);
            }
        }
        SafetensorsWriter.write(path, tensors, Map.of());
        return this;
    }

    /** Deletes a folder of it. */
    public TinyModel without(String part) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve(part))) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        return this;
    }
}
