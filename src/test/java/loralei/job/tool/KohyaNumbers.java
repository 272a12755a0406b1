package loralei.job.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import loralei.safetensors.SafetensorsFile;

/** What kohya's scripts made; how, stands in the metadata of the file. */
final class KohyaNumbers {
    private static final Path FILE = Path.of("src/test/resources/loralei/tool/kohya.safetensors");

    /** Every so many values stand in the file. */
    private static final int STRIDE = 29;

    private KohyaNumbers() {}

    /** By module, those whose names begin so. */
    static Map<String, float[]> of(String prefix) throws IOException {
        Map<String, float[]> numbers = new TreeMap<>();
        try (SafetensorsFile open = SafetensorsFile.open(FILE)) {
            for (String name : open.tensors().keySet()) {
                if (name.startsWith(prefix + ".lora_")) {
                    numbers.put(name.substring(prefix.length() + 1), open.floats(name));
                }
            }
        }
        assertThat(numbers).isNotEmpty();
        return numbers;
    }

    /** Fails unless the products of these modules are those that a script made, relative to the largest. */
    static void expect(Map<String, double[]> products, String prefix, double bound) throws IOException {
        of(prefix).forEach((module, expected) -> {
            double[] all = products.get(module);
            assertThat(all).as(module).isNotNull();
            double[] found = new double[expected.length];
            double[] wanted = new double[expected.length];
            for (int i = 0; i < found.length; i++) {
                found[i] = all[i * STRIDE];
                wanted[i] = expected[i];
            }
            assertThat((all.length - 1) / STRIDE + 1).isEqualTo(expected.length);
            assertThat(Products.difference(found, wanted)).as(module).isLessThan(bound);
        });
    }
}
