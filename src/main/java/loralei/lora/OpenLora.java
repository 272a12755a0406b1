package loralei.lora;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import loralei.config.Family;
import loralei.safetensors.DType;
import loralei.safetensors.SafetensorsFile;
import loralei.safetensors.TensorData;
import loralei.safetensors.TensorInfo;

/** A LoRA file without errors that is read module by module, so that many large ones take little memory. */
public final class OpenLora implements AutoCloseable {
    private final LoraReport report;
    private final SortedMap<ModuleName, Float> alphaOf;
    private final SafetensorsFile open;
    private final LoraEntries entries;

    OpenLora(LoraReport report, SortedMap<ModuleName, Float> alphaOf, SafetensorsFile open, int layersPerBlock) {
        this.report = report;
        this.alphaOf = alphaOf;
        this.open = open;
        this.entries = LoraEntries.of(open.tensors(), layersPerBlock);
    }

    /** The file. */
    public Path file() {
        return report.file();
    }

    /** The family, if the file tells. */
    public Optional<Family> family() {
        return report.lora().flatMap(LoraReport.Lora::family);
    }

    /** The namings that it follows, usually one. */
    public List<KeyFormat> formats() {
        return report.lora().orElseThrow().formats();
    }

    /** The strings in its header. */
    public Map<String, String> metadata() {
        return report.metadata();
    }

    /** The modules that it adapts, in order. */
    public Set<ModuleName> modules() {
        return alphaOf.keySet();
    }

    /** The names of tensors that belong to no module, such as embeddings that were put in. */
    public List<String> others() {
        return entries.unknown();
    }

    /** The types of its matrices. */
    public Set<DType> types() {
        return alphaOf.keySet().stream()
                .map(name -> entries.modules().get(name))
                .flatMap(entry -> Stream.of(entry.down(), entry.up()))
                .flatMap(Optional::stream)
                .map(TensorInfo::dtype)
                .collect(Collectors.toSet());
    }

    /** What the product of a module's matrices is multiplied by: alpha / rank. */
    public double scale(ModuleName name) {
        TensorInfo down = entries.modules().get(name).down().orElseThrow();
        return alphaOf.get(name) / (double) down.shape().get(0);
    }

    /** Reads a module that it adapts, in the types of the file. */
    public LoraModule read(ModuleName name) throws IOException {
        LoraEntries.Entry entry = entries.modules().get(name);
        return new LoraModule(
                name, data(entry.down().orElseThrow()), data(entry.up().orElseThrow()), alphaOf.get(name));
    }

    private TensorData data(TensorInfo info) throws IOException {
        return new TensorData(info.dtype(), info.shape(), open.read(info.name()));
    }

    @Override
    public void close() throws IOException {
        open.close();
    }
}
