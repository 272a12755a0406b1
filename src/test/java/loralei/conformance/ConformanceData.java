package loralei.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import loralei.safetensors.DType;
import loralei.safetensors.SafetensorsFile;
import loralei.torch.Tensor;

/**
 * A tiny model with what diffusers, transformers and peft compute with it: one folder of test resources.
 *
 * <p>The bounds are those of the design: a forward pass may be off by 1e-4 of the tensor's largest value, a gradient by
 * 1e-3, a loss by 1e-5.
 */
public final class ConformanceData {
    /** The largest difference of a forward pass, relative to the tensor's largest value. */
    public static final double FORWARD = 1e-4;

    /** The same of gradients. */
    public static final double GRADIENT = 1e-3;

    /** The largest difference of a loss. */
    public static final double LOSS = 1e-5;

    private final Path folder;
    private final Map<String, SafetensorsFile> files = new HashMap<>();

    private ConformanceData(Path folder) {
        this.folder = folder;
    }

    /** The data of a family. */
    public static ConformanceData of(String family) {
        try {
            return new ConformanceData(Path.of(ConformanceData.class
                    .getResource("/loralei/conformance/" + family)
                    .toURI()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A file of the folder. */
    public Path path(String name) {
        return folder.resolve(name);
    }

    /** The base model in the diffusers layout. */
    public Path model() {
        return folder.resolve("model");
    }

    /** A copy of the base model, to be changed. */
    public Path copyModel(Path into) throws IOException {
        try (Stream<Path> files = Files.walk(model())) {
            for (Path file : files.toList()) {
                Path copy = into.resolve(model().relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
        return into;
    }

    /** Values of {@code expected.safetensors}. */
    public float[] floats(String name) {
        return floats("expected.safetensors", name);
    }

    /** Values of any file of the folder. */
    public float[] floats(String file, String name) {
        try {
            return file(file).floats(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a file of the folder has a tensor. */
    public boolean has(String file, String name) {
        try {
            return file(file).tensors().containsKey(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An fp32 or int64 tensor of {@code expected.safetensors}. */
    public Tensor tensor(String name) {
        return tensor(name, 0, 1, shape(name));
    }

    /** Item {@code i} of a tensor along its first axis. */
    public Tensor slice(String name, int i) {
        long[] shape = shape(name);
        return tensor(name, i, (int) shape[0], Arrays.copyOfRange(shape, 1, shape.length));
    }

    private long[] shape(String name) {
        try {
            return file("expected.safetensors").tensor(name).shape().stream()
                    .mapToLong(Long::longValue)
                    .toArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Tensor tensor(String name, int part, int parts, long... shape) {
        try {
            SafetensorsFile file = file("expected.safetensors");
            if (file.tensor(name).dtype() == DType.I64) {
                long[] values = file.longs(name);
                int size = values.length / parts;
                return Tensor.of(Arrays.copyOfRange(values, part * size, (part + 1) * size), shape);
            }
            float[] values = file.floats(name);
            int size = values.length / parts;
            return Tensor.of(Arrays.copyOfRange(values, part * size, (part + 1) * size), shape);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SafetensorsFile file(String name) throws IOException {
        SafetensorsFile file = files.get(name);
        if (file == null) {
            file = SafetensorsFile.open(folder.resolve(name));
            files.put(name, file);
        }
        return file;
    }

    /** The largest difference relative to the largest expected value. */
    public static double difference(float[] found, float[] expected) {
        assertThat(found).hasSameSizeAs(expected);
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).isFinite();
            largest = Math.max(largest, Math.abs(expected[i]));
            difference = Math.max(difference, Math.abs((double) found[i] - expected[i]));
        }
        return largest == 0 ? difference : difference / largest;
    }
}
