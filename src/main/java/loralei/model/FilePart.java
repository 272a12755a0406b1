package loralei.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import loralei.model.CheckpointWeights.NameRules;
import loralei.model.StoredTensor.Placed;
import loralei.safetensors.SafetensorsFile;
import loralei.safetensors.Sha256;
import loralei.safetensors.TensorInfo;

/**
 * One part of a base model in a file that may hold others, too.
 *
 * @param file where it lies
 * @param tensors all that the file's header tells
 * @param prefix what the names of its tensors begin with
 * @param names the network's names for what stands behind the prefix
 * @param told its hyper-parameters
 * @param superfluous names of the network's kind that it has no use for
 */
record FilePart(
        Path file,
        Map<String, TensorInfo> tensors,
        String prefix,
        Function<String, List<Placed>> names,
        Supplier<ConfigFile> told,
        Set<String> superfluous)
        implements ModelSource.Part {

    FilePart(Path file, Map<String, TensorInfo> tensors, String prefix, Function<String, List<Placed>> names) {
        this(file, tensors, prefix, names, () -> ConfigFile.empty(file), Set.of());
    }

    /** With hyper-parameters that are found out when they are asked for, once. */
    FilePart with(Supplier<ConfigFile> config) {
        return new FilePart(file, tensors, prefix, names, new Once(config), superfluous);
    }

    private static final class Once implements Supplier<ConfigFile> {
        private final Supplier<ConfigFile> found;
        private Optional<ConfigFile> known = Optional.empty();

        Once(Supplier<ConfigFile> found) {
            this.found = found;
        }

        @Override
        public synchronized ConfigFile get() {
            if (known.isEmpty()) {
                known = Optional.of(found.get());
            }
            return known.get();
        }
    }

    FilePart superfluous(Set<String> more) {
        return new FilePart(file, tensors, prefix, names, told, more);
    }

    /** Whether the file has any of it. */
    boolean isThere() {
        return tensors.keySet().stream().anyMatch(name -> !placed(name).isEmpty());
    }

    private List<Placed> placed(String name) {
        return name.startsWith(prefix) ? names.apply(name.substring(prefix.length())) : List.of();
    }

    /** The sizes of the network's tensors, by the network's names. */
    Map<String, List<Long>> shapes() {
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        tensors.forEach((name, info) -> placed(name)
                .forEach(place -> shapes.put(
                        place.name(),
                        Arrays.stream(new StoredTensor(null, info, place.cut()).shape())
                                .boxed()
                                .toList())));
        return shapes;
    }

    @Override
    public ConfigFile config() {
        return told.get();
    }

    @Override
    public WeightFiles files() {
        return new WeightFiles(file, List.of(file));
    }

    @Override
    public NameRules rules(String... scopes) {
        return new NameRules(scopes.length == 0 ? List.of("") : List.of(scopes), this::placed, superfluous);
    }

    @Override
    public void mark(Sha256 digest) throws IOException {
        Map<String, StoredTensor> sorted = new TreeMap<>();
        try (SafetensorsFile open = SafetensorsFile.open(file)) {
            open.tensors()
                    .forEach((name, info) -> placed(name)
                            .forEach(place -> sorted.put(place.name(), new StoredTensor(open, info, place.cut()))));
            for (Map.Entry<String, StoredTensor> tensor : sorted.entrySet()) {
                ContentMark.add(tensor.getKey(), digest);
                ContentMark.add(tensor.getValue(), digest);
            }
        }
    }

    @Override
    public void markConfig(Sha256 digest) {
        ContentMark.add(config().text(), digest);
    }
}
