package loralei.job.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import loralei.safetensors.SafetensorsFile;

/** What a LoRA file in kohya's names changes: alpha / rank * up down of each module, multiplied out in double precision. */
final class Products {
    private static final String DOWN = ".lora_down.weight";

    private Products() {}

    static Map<String, double[]> of(Path file) throws IOException {
        Map<String, double[]> products = new TreeMap<>();
        try (SafetensorsFile open = SafetensorsFile.open(file)) {
            for (String name : open.tensors().keySet()) {
                if (name.endsWith(DOWN)) {
                    String module = name.substring(0, name.length() - DOWN.length());
                    int rank = open.tensor(name).shape().get(0).intValue();
                    double scale = open.floats(module + ".alpha")[0] / (double) rank;
                    products.put(
                            module, product(open.floats(module + ".lora_up.weight"), open.floats(name), rank, scale));
                }
            }
        }
        return products;
    }

    private static double[] product(float[] up, float[] down, int rank, double scale) {
        int out = up.length / rank;
        int in = down.length / rank;
        double[] product = new double[out * in];
        for (int i = 0; i < out; i++) {
            for (int j = 0; j < in; j++) {
                for (int r = 0; r < rank; r++) {
                    product[i * in + j] += scale * up[i * rank + r] * down[r * in + j];
                }
            }
        }
        return product;
    }

    /** The ranks of the modules. */
    static Map<String, Integer> ranks(Path file) throws IOException {
        Map<String, Integer> ranks = new TreeMap<>();
        try (SafetensorsFile open = SafetensorsFile.open(file)) {
            open.tensors().forEach((name, info) -> {
                if (name.endsWith(DOWN)) {
                    ranks.put(
                            name.substring(0, name.length() - DOWN.length()),
                            info.shape().get(0).intValue());
                }
            });
        }
        return ranks;
    }

    /** Adds a product times a weight. */
    static void add(Map<String, double[]> sum, Map<String, double[]> products, double weight) {
        products.forEach((module, product) -> {
            double[] into = sum.computeIfAbsent(module, name -> new double[product.length]);
            for (int i = 0; i < into.length; i++) {
                into[i] += weight * product[i];
            }
        });
    }

    /** Fails unless the modules are the same, and their products, relative to the largest value of each. */
    static void expectEqual(Map<String, double[]> found, Map<String, double[]> expected, double bound) {
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        expected.forEach((module, product) ->
                assertThat(difference(found.get(module), product)).as(module).isLessThan(bound));
    }

    static double difference(double[] found, double[] expected) {
        assertThat(found).hasSameSizeAs(expected);
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < found.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            difference = Math.max(difference, Math.abs(found[i] - expected[i]));
        }
        return largest == 0 ? difference : difference / largest;
    }
}
