package loralei;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import loralei.safetensors.DType;
import loralei.safetensors.SafetensorsFile;
import loralei.safetensors.SafetensorsWriter;
import loralei.safetensors.TensorData;
import loralei.safetensors.TensorInfo;

/**
 * A tiny base model as one file in the original layout: {@code single_file.safetensors} of the conformance data, to be
 * turned into what people have. Made from the tiny model's folder and a table of names, which diffusers' own converters
 * (single_file_utils of 0.40-dev) filled: each row is a tensor of the file, the part and the name that diffusers gives to
 * it or to a piece of it (W whole, Q a third of its rows, T transposed), and its shape in the file.
 */
public final class TinyFile {
    private static final Path RESOURCES = Path.of("src/test/resources/loralei/conformance");

    private final Map<String, TensorData> tensors;
    private final Map<String, String> metadata = new LinkedHashMap<>();

    private TinyFile(Map<String, TensorData> tensors) {
        this.tensors = tensors;
    }

    /** That of a family. */
    public static TinyFile of(String family) throws IOException {
        Map<String, TensorData> made = new LinkedHashMap<>();
        Map<String, List<TensorData>> joined = new LinkedHashMap<>();
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        Map<String, Map<String, TensorData>> parts = new LinkedHashMap<>();
        try (BufferedReader rows = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(RESOURCES.resolve("one-file/" + family + ".tsv.gz"))),
                StandardCharsets.UTF_8))) {
            for (String row = rows.readLine(); row != null; row = rows.readLine()) {
                String[] cells = row.split("\t", -1);
                if (!parts.containsKey(cells[1])) {
                    parts.put(cells[1], part(family, cells[1]));
                }
                TensorData data = parts.get(cells[1]).get(cells[2]);
                List<Long> shape =
                        Arrays.stream(cells[4].split(",")).map(Long::valueOf).toList();
                shapes.put(cells[0], shape);
                if (cells[3].equals("Q")) {
                    joined.computeIfAbsent(cells[0], name -> new ArrayList<>()).add(data);
                    made.put(cells[0], data); // keeps its place
                } else {
                    float[] values = cells[3].equals("T") ? transposed(data) : data.floats();
                    made.put(cells[0], TensorData.ofFloats(data.dtype(), values, shape));
                }
            }
        }
        joined.forEach((name, thirds) -> made.put(name, joined(thirds, shapes.get(name))));
        return new TinyFile(made);
    }

    private static Map<String, TensorData> part(String family, String part) throws IOException {
        String stem = part.startsWith("text") ? "model" : "diffusion_pytorch_model";
        Map<String, TensorData> read = new LinkedHashMap<>();
        try (SafetensorsFile open = SafetensorsFile.open(
                RESOURCES.resolve(family).resolve("model").resolve(part).resolve(stem + ".safetensors"))) {
            for (TensorInfo info : open.tensors().values()) {
                read.put(info.name(), new TensorData(info.dtype(), info.shape(), open.read(info.name())));
            }
        }
        return read;
    }

    private static float[] transposed(TensorData data) {
        int rows = data.shape().get(0).intValue();
        int columns = data.shape().get(1).intValue();
        float[] values = data.floats();
        float[] turned = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            turned[i % columns * rows + i / columns] = values[i];
        }
        return turned;
    }

    private static TensorData joined(List<TensorData> thirds, List<Long> shape) {
        int size = thirds.get(0).floats().length;
        float[] values = new float[3 * size];
        for (int i = 0; i < 3; i++) {
            System.arraycopy(thirds.get(i).floats(), 0, values, i * size, size);
        }
        return TensorData.ofFloats(thirds.get(0).dtype(), values, shape);
    }

    /** The tensors, which may be changed. */
    public Map<String, TensorData> tensors() {
        return tensors;
    }

    /** With each tensor in the type that its name gets. */
    public TinyFile in(BiFunction<String, DType, DType> type) {
        tensors.replaceAll((name, data) -> data.as(type.apply(name, data.dtype())));
        return this;
    }

    /** Without some tensors. */
    public TinyFile without(Predicate<String> names) {
        tensors.keySet().removeIf(names);
        return this;
    }

    /** With one more tensor, of a single number. */
    public TinyFile with(String name) {
        tensors.put(name, TensorData.ofFloats(new float[] {1}, 1));
        return this;
    }

    /** With a word in the metadata. */
    public TinyFile saying(String key, String value) {
        metadata.put(key, value);
        return this;
    }

    /** With other names. */
    public TinyFile renamed(UnaryOperator<String> names) {
        Map<String, TensorData> renamed = new LinkedHashMap<>();
        tensors.forEach((name, data) -> renamed.put(names.apply(name), data));
        TinyFile file = new TinyFile(renamed);
        file.metadata.putAll(metadata);
        return file;
    }

    /** Writes it. */
    public Path write(Path file) throws IOException {
        SafetensorsWriter.write(file, tensors, metadata);
        return file;
    }
}
