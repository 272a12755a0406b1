package loralei.lora;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import loralei.torch.ComputeDevice;
import loralei.torch.Tensor;

/**
 * What several LoRAs do to one layer together. The sum of low-rank changes is one of the sum of their ranks: the rows of
 * all {@code down} matrices, and the columns of all {@code up} matrices times weight and scale.
 *
 * @param parts one for each LoRA that changes the layer
 */
record LayerSum(List<Part> parts) {
    /** What one LoRA does: its matrices, and what their product is multiplied by. */
    record Part(LoraModule module, double factor) {
        int inputs() {
            return Math.toIntExact(Target.product(module.down().shape()) / module.rank());
        }

        int outputs() {
            return Math.toIntExact(module.up().shape().get(0));
        }
    }

    /** The layers of a component that these LoRAs change, by their paths. */
    static Map<String, LayerSum> of(List<WeightedLora> loras, Component component) {
        Map<String, List<Part>> byPath = new HashMap<>();
        for (WeightedLora weighted : loras) {
            for (LoraModule module : weighted.lora().modules()) {
                if (module.name().component() == component && weighted.weight() != 0) {
                    byPath.computeIfAbsent(module.name().path(), path -> new ArrayList<>())
                            .add(new Part(module, weighted.weight() * module.scale()));
                }
            }
        }
        Map<String, LayerSum> sums = new HashMap<>();
        byPath.forEach((path, parts) -> sums.put(path, new LayerSum(List.copyOf(parts))));
        return sums;
    }

    /** The sum of the ranks, R. */
    int rank() {
        return parts.stream().mapToInt(part -> part.module().rank()).sum();
    }

    /**
     * All as one adapter of scale 1.
     *
     * @param layer the layer with the rank of this sum
     * @return down (R, in[, k, k]) and up (out, R[, 1, 1]) by their names, on the device
     */
    Map<String, Tensor> joined(Target layer, ComputeDevice device) {
        return Map.of(
                LoraModule.DOWN, device.move(Tensor.of(down(), sizes(layer.down()))),
                LoraModule.UP, device.move(Tensor.of(up(1), sizes(layer.up()))));
    }

    /** The rows of all down matrices, (R, in k k). */
    float[] down() {
        float[] down = new float[rank() * inputs()];
        int from = 0;
        for (Part part : parts) {
            float[] rows = part.module().down().floats();
            System.arraycopy(rows, 0, down, from, rows.length);
            from += rows.length;
        }
        return down;
    }

    /**
     * The columns of all up matrices times their factors, (out, R).
     *
     * @param times what all are multiplied by besides
     */
    float[] up(double times) {
        int all = rank();
        float[] up = new float[outputs() * all];
        int from = 0;
        for (Part part : parts) {
            int rank = part.module().rank();
            float[] columns = part.module().up().floats();
            for (int out = 0; out < columns.length / rank; out++) {
                for (int r = 0; r < rank; r++) {
                    up[out * all + from + r] = (float) (columns[out * rank + r] * (part.factor() * times));
                }
            }
            from += rank;
        }
        return up;
    }

    /** How many values go into the layer's weight for each output. */
    int inputs() {
        return parts.get(0).inputs();
    }

    /** How many outputs the layer has. */
    int outputs() {
        return parts.get(0).outputs();
    }

    private static long[] sizes(List<Long> shape) {
        return shape.stream().mapToLong(Long::longValue).toArray();
    }
}
