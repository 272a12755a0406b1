package loralei.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import loralei.conformance.ConformanceData;
import loralei.safetensors.SafetensorsFile;
import loralei.safetensors.SafetensorsWriter;
import loralei.safetensors.TensorData;
import loralei.safetensors.TensorInfo;

/** A copy of a tiny model, to be changed into what people have. */
record ModelFolderFixture(Path folder) {
    static ModelFolderFixture copy(String family, Path into) throws IOException {
        Path from = ConformanceData.of(family).model();
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = into.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
        return new ModelFolderFixture(into);
    }

    Path path(String file) {
        return folder.resolve(file);
    }

    void rename(String file, String other) throws IOException {
        Files.move(path(file), path(file).resolveSibling(other));
    }

    void rewrite(String file, Function<String, String> renamed) throws IOException {
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        read(path(file)).forEach((name, data) -> tensors.put(renamed.apply(name), data));
        SafetensorsWriter.write(path(file), tensors, Map.of());
    }

    /** Splits a file into two parts with an index, as diffusers and transformers do. */
    void split(String file, String variant) throws IOException {
        Path whole = path(file);
        String stem = whole.getFileName().toString().replace(".safetensors", "");
        List<String> names = List.of(part(stem, variant, 1), part(stem, variant, 2));
        List<Map<String, TensorData>> parts = List.of(new LinkedHashMap<>(), new LinkedHashMap<>());
        Map<String, String> map = new LinkedHashMap<>();
        for (Map.Entry<String, TensorData> tensor : read(whole).entrySet()) {
            int part = map.size() % 2;
            parts.get(part).put(tensor.getKey(), tensor.getValue());
            map.put(tensor.getKey(), names.get(part));
        }
        Files.delete(whole);
        for (int i = 0; i < 2; i++) {
            SafetensorsWriter.write(whole.resolveSibling(names.get(i)), parts.get(i), Map.of());
        }
        writeIndex(whole.resolveSibling(stem + ".safetensors.index" + variant + ".json"), map);
    }

    static void writeIndex(Path file, Map<String, String> map) throws IOException {
        Files.writeString(
                file,
                map.entrySet().stream()
                        .map(entry -> "\"" + entry.getKey() + "\": \"" + entry.getValue() + "\"")
                        .collect(Collectors.joining(
                                ",\n", "{\"metadata\": {\"total_size\": 1}, \"weight_map\": {", "}}")));
    }

    static String part(String stem, String variant, int number) {
        return stem + variant + "-0000" + number + "-of-00002.safetensors";
    }

    static Map<String, TensorData> read(Path path) throws IOException {
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            for (TensorInfo info : file.tensors().values()) {
                tensors.put(info.name(), new TensorData(info.dtype(), info.shape(), file.read(info.name())));
            }
        }
        return tensors;
    }
}
