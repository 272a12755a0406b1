package loralei.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import loralei.config.UserError;
import loralei.model.StoredTensor.Placed;
import loralei.model.StoredTensor.Staging;
import loralei.safetensors.DType;
import loralei.safetensors.SafetensorsFile;
import loralei.safetensors.TensorInfo;
import loralei.text.Message;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;
import loralei.torch.Tensor;
import loralei.torch.TensorList;

/**
 * The weights of one part of a model, in one safetensors file or several, read by memory map, held strictly to what the
 * network expects: missing, mis-shaped, unexpected and repeated tensors are one error that lists them.
 */
final class CheckpointWeights implements WeightSource {
    private static final int MOST_LISTED = 12;

    /** What rounds to infinity in half precision. */
    private static final float FP16_OVERFLOW = 65520;

    /** Where the weights go; without a device only names and shapes are checked. */
    private interface Loader {
        Tensor load(StoredTensor stored, long[] shape) throws IOException;
    }

    private final NameRules rules;
    private final Loader loader;
    private final Loader storedLoader;
    private final Map<String, StoredTensor> byName = new HashMap<>();
    private final Set<String> used = new HashSet<>();
    private final List<Message> problems = new ArrayList<>();
    private final List<AutoCloseable> loaded = new ArrayList<>();

    /**
     * How a file's names relate to the network's.
     *
     * @param scopes the prefixes that this part of the network answers for; names outside them are somebody else's
     * @param renamed from a name in the file to the network's names for it: none for a tensor of another part
     * @param superfluous names that released files have and the network does not need
     */
    record NameRules(List<String> scopes, Function<String, List<Placed>> renamed, Set<String> superfluous) {
        /** The file's names are the network's. */
        static final NameRules PLAIN = new NameRules(List.of(""), DiffusersFolder::plain, Set.of());
    }

    private CheckpointWeights(List<SafetensorsFile> files, NameRules rules, Loader loader, Loader storedLoader) {
        this.rules = rules;
        this.loader = loader;
        this.storedLoader = storedLoader;
        for (SafetensorsFile file : files) {
            file.tensors().forEach((name, info) -> {
                for (Placed placed : rules.renamed().apply(name)) {
                    if (byName.put(placed.name(), new StoredTensor(file, info, placed.cut())) != null) {
                        problems.add(Message.of("model.duplicate", name));
                    }
                }
            });
        }
    }

    /** Builds a network from its weights. */
    static <N extends AutoCloseable> N load(
            WeightFiles files,
            NameRules rules,
            ComputeDevice device,
            ComputeType type,
            Function<WeightSource, N> network) {
        Staging staging = new Staging();
        return build(
                files,
                rules,
                (stored, shape) -> stored.load(shape, device, type, staging),
                (stored, shape) -> stored.inFile(shape, device, type, staging),
                network);
    }

    /** Checks the names and shapes of the files' headers against a network, reading no weights. */
    static <N extends AutoCloseable> void check(WeightFiles files, NameRules rules, Function<WeightSource, N> network) {
        Loader nothing = (stored, shape) -> Tensor.of(new float[0], 0);
        close(build(files, rules, nothing, nothing, network));
    }

    /** The first weight of a network that is no number in a type, as file and tensor; empty where all are numbers. */
    static <N extends AutoCloseable> Optional<Message> firstNotFinite(
            WeightFiles files, NameRules rules, ComputeType type, Function<WeightSource, N> network) {
        List<Message> found = new ArrayList<>();
        Loader scan = (stored, shape) -> {
            if (found.isEmpty() && holdsNotFinite(stored.floats(), type)) {
                found.add(Message.of(
                        "model.tensor", stored.file().path(), stored.info().name()));
            }
            return Tensor.of(new float[0], 0);
        };
        close(build(files, rules, scan, scan, network));
        return found.stream().findFirst();
    }

    private static boolean holdsNotFinite(float[] values, ComputeType type) {
        for (float value : values) {
            if (!Float.isFinite(value) || (type == ComputeType.FP16 && Math.abs(value) >= FP16_OVERFLOW)) {
                return true;
            }
        }
        return false;
    }

    private static void close(AutoCloseable network) {
        try {
            network.close();
        } catch (UserError e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many values the tensors of a part have in each type, from the headers alone. */
    static Map<DType, Long> values(WeightFiles files, NameRules rules) throws IOException {
        try (WeightFiles.Opened opened = files.open()) {
            return opened.files().stream()
                    .flatMap(file -> file.tensors().values().stream())
                    .filter(info -> !rules.renamed().apply(info.name()).isEmpty())
                    .collect(Collectors.groupingBy(TensorInfo::dtype, Collectors.summingLong(TensorInfo::count)));
        }
    }

    private static <N extends AutoCloseable> N build(
            WeightFiles files, NameRules rules, Loader loader, Loader storedLoader, Function<WeightSource, N> network) {
        try (WeightFiles.Opened opened = files.open()) {
            CheckpointWeights weights = new CheckpointWeights(opened.files(), rules, loader, storedLoader);
            try {
                N built = network.apply(weights);
                weights.finish(files);
                return built;
            } catch (RuntimeException | Error e) {
                weights.release();
                throw e;
            }
        } catch (IOException e) {
            throw unreadable(files, e);
        } catch (UncheckedIOException e) { // while the network asked for a weight
            throw unreadable(files, e.getCause());
        }
    }

    private static UserError unreadable(WeightFiles files, IOException e) {
        return UserError.request(
                        e.getMessage() == null ? Message.of("model.fileUnreadable", files.named()) : Message.of(e),
                        Message.of("model.getFileAgain"))
                .causedBy(e);
    }

    @Override
    public Tensor get(String name, long... shape) {
        return load(loader, name, shape);
    }

    @Override
    public Tensor stored(String name, long... shape) {
        return load(storedLoader, name, shape);
    }

    private Tensor load(Loader how, String name, long... shape) {
        StoredTensor stored = byName.get(name);
        if (stored == null) {
            problems.add(Message.of("model.missing", name));
            return Tensor.of(new float[0], 0);
        }
        used.add(name);
        long[] found = stored.shape();
        if (!Arrays.equals(withoutTrailingOnes(found), withoutTrailingOnes(shape))) {
            problems.add(Message.of("model.wrongShape", name, Arrays.toString(found), Arrays.toString(shape)));
            return Tensor.of(new float[0], 0);
        }
        if (!stored.info().dtype().isFloat()) {
            problems.add(Message.of("model.wrongType", name, stored.info().dtype()));
            return Tensor.of(new float[0], 0);
        }
        try {
            Tensor tensor = how.load(stored, shape);
            loaded.add(tensor);
            return tensor;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public TensorList list(Spec... modules) {
        return owned(WeightSource.super.list(modules));
    }

    @Override
    public <T extends AutoCloseable> T owned(T part) {
        loaded.add(part);
        return part;
    }

    /** Frees what a network was built from that nobody gets: gigabytes, and lists outlive every scope. */
    private void release() {
        for (AutoCloseable part : loaded) {
            try {
                part.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** A 1x1 convolution is a linear layer: files write either. */
    private static long[] withoutTrailingOnes(long[] shape) {
        int length = shape.length;
        while (length > 1 && shape[length - 1] == 1) {
            length--;
        }
        return Arrays.copyOf(shape, length);
    }

    private void finish(WeightFiles files) {
        for (String name : byName.keySet()) {
            boolean ours = rules.scopes().stream().anyMatch(name::startsWith);
            if (ours && !used.contains(name) && !rules.superfluous().contains(name)) {
                problems.add(Message.of("model.unexpected", name));
            }
        }
        if (problems.isEmpty()) {
            return;
        }
        List<Message> listed = new ArrayList<>(problems.stream()
                .sorted(Comparator.comparing(Message::toString))
                .limit(MOST_LISTED)
                .toList());
        if (problems.size() > MOST_LISTED) {
            listed.add(Message.of("shared.more", problems.size() - MOST_LISTED));
        }
        throw UserError.request(
                Message.of("model.misfit", files.named(), used.size(), byName.size(), Message.joined("\n  ", listed)),
                Message.of("model.sameConfig"));
    }
}
