package loralei.cache;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import loralei.safetensors.DType;
import loralei.safetensors.TensorData;
import loralei.text.Message;
import loralei.torch.ElementType;
import loralei.torch.Kernels;
import loralei.torch.Scope;
import loralei.torch.Tensor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tensors by key for the length of a run, fp32 on the CPU: on the disk where there is a cache with room, in memory where there
 * is not. What comes out has the bits of what went in.
 *
 * <p>For one thread.
 */
public final class TensorStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TensorStore.class);

    private final Optional<DiskCache> disk;
    private final Consumer<Message> warnings;
    private final Map<String, Map<String, Tensor>> memory = new HashMap<>();
    private boolean warned;

    private TensorStore(Optional<DiskCache> disk, Consumer<Message> warnings) {
        this.disk = disk;
        this.warnings = warnings;
    }

    /** A store that keeps all in memory. */
    public static TensorStore inMemory() {
        return new TensorStore(Optional.empty(), message -> {});
    }

    /**
     * A store that keeps what it can on the disk.
     *
     * @param warnings told once, if the disk takes no more
     */
    public static TensorStore on(DiskCache disk, Consumer<Message> warnings) {
        return new TensorStore(Optional.of(disk), warnings);
    }

    /** Whether there is something under this key, as far as can be told without reading it. */
    public boolean has(String key) {
        return memory.containsKey(key) || disk.filter(cache -> cache.has(key)).isPresent();
    }

    /** Keeps tensors; those that go into memory leave their scope. */
    public void put(String key, Map<String, Tensor> tensors) {
        if (disk.isPresent() && disk.get().write(key, data(tensors))) {
            return;
        }
        disk.flatMap(DiskCache::refusal).ifPresent(this::warn);
        tensors.values().forEach(Scope::detached);
        Optional.ofNullable(memory.put(key, Map.copyOf(tensors))).ifPresent(TensorStore::close);
    }

    /** What is under this key; the tensors belong to the enclosing scope. Empty where it is gone or damaged. */
    public Optional<Map<String, Tensor>> get(String key) {
        Map<String, Tensor> held = memory.get(key);
        Map<String, Tensor> found = new LinkedHashMap<>();
        if (held != null) {
            held.forEach((name, tensor) -> found.put(name, tensor.share()));
            return Optional.of(found);
        }
        return disk.flatMap(cache -> cache.read(key)).map(tensors -> {
            tensors.forEach((name, data) -> found.put(name, tensor(data)));
            return found;
        });
    }

    private void warn(Message reason) {
        if (!warned) {
            warned = true;
            LOG.warn("cache: {}", reason);
            warnings.accept(Message.of("cache.refused", reason));
        }
    }

    private static Map<String, TensorData> data(Map<String, Tensor> tensors) {
        Map<String, TensorData> data = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> data.put(name, TensorData.ofFloats(tensor.floats(), tensor.shape())));
        return data;
    }

    /** In memory of libtorch's own: it may outlive the buffer. */
    private static Tensor tensor(TensorData data) {
        if (data.dtype() != DType.F32) {
            throw new IllegalStateException("an fp32 tensor was expected, found " + data.dtype());
        }
        long[] shape = data.shape().stream().mapToLong(Long::longValue).toArray();
        try (Tensor shared = Tensor.over(data.bytes(), ElementType.FLOAT32, shape)) {
            return Kernels.tensor("copy", shared);
        }
    }

    private static void close(Map<String, Tensor> tensors) {
        tensors.values().forEach(Tensor::close);
    }

    @Override
    public void close() {
        memory.values().forEach(TensorStore::close);
        memory.clear();
        disk.ifPresent(DiskCache::clean);
    }
}
