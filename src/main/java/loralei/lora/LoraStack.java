package loralei.lora;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import loralei.config.UserError;
import loralei.model.AdapterBank;
import loralei.model.LayerAdapters;
import loralei.model.TargetModule;
import loralei.model.UnetConfig;
import loralei.model.UnetModules;
import loralei.text.Message;
import loralei.torch.ComputeDevice;
import loralei.torch.Tensor;
import loralei.torch.TensorMaps;

/**
 * Any number of finished LoRAs beside a UNet, each with its own weight, to draw with. The sum of several low-rank changes
 * is one of the sum of their ranks: the rows of all {@code down} matrices, and the columns of all {@code up} matrices
 * times weight and scale. So any number costs one adapter a layer, and the frozen weights stay as they are.
 */
public final class LoraStack implements AdapterBank, AutoCloseable {
    private final ComputeDevice device;
    private final Map<String, List<Part>> byPath = new HashMap<>();
    private final Map<String, TargetModule> layers = new HashMap<>();
    private final Map<List<String>, LayerAdapters> bound = new HashMap<>();

    /** What one LoRA does to one layer. */
    private record Part(LoraModule module, double factor) {}

    /**
     * A stack.
     *
     * @param loras the LoRAs; none is the base model alone
     * @param unet the network that it is to run in
     * @throws UserError names a layer that the network does not have, or has in another shape
     */
    public LoraStack(List<WeightedLora> loras, UnetConfig unet, ComputeDevice device) {
        this.device = device;
        UnetModules.all(unet).forEach(layer -> layers.put(layer.path(), layer));
        for (WeightedLora weighted : loras) {
            for (LoraModule module : weighted.lora().modules()) {
                if (module.name().component() == Component.UNET && weighted.weight() != 0) {
                    byPath.computeIfAbsent(fitting(module), path -> new ArrayList<>())
                            .add(new Part(module, weighted.weight() * module.scale()));
                }
            }
        }
    }

    private String fitting(LoraModule module) {
        TargetModule layer = layers.get(module.name().path());
        if (layer == null) {
            throw misfit(Message.of("lora.noSuchLayer", module.name()));
        }
        Target target = new Target(layer, module.rank(), module.alpha());
        if (Target.product(target.down()) != Target.product(module.down().shape())
                || Target.product(target.up()) != Target.product(module.up().shape())) {
            throw misfit(Message.of("lora.otherShape", module.name()));
        }
        return layer.path();
    }

    private static UserError misfit(Message problem) {
        return UserError.request(problem, Message.of("lora.sameFamily"));
    }

    @Override
    public LayerAdapters of(List<String> modules) {
        return bound.computeIfAbsent(modules, this::bind);
    }

    private LayerAdapters bind(List<String> modules) {
        if (modules.stream().noneMatch(byPath::containsKey)) {
            return LayerAdapters.none(modules.size());
        }
        List<Map<String, Tensor>> parts = modules.stream().map(this::joined).toList();
        List<Map<String, Tensor>> none =
                modules.stream().map(path -> Map.<String, Tensor>of()).toList();
        return new LayerAdapters(
                new TensorMaps(parts),
                new TensorMaps(none),
                modules.stream().map(path -> 1.0).toList(),
                true);
    }

    /** The parts of a layer as one adapter of scale 1: down (R, in), up (out, R), with R the sum of the ranks. */
    private Map<String, Tensor> joined(String path) {
        List<Part> parts = byPath.getOrDefault(path, List.of());
        if (parts.isEmpty()) {
            return Map.of();
        }
        Target layer = new Target(
                layers.get(path),
                parts.stream().mapToInt(part -> part.module().rank()).sum(),
                1);
        float[] down = new float[Math.toIntExact(Target.product(layer.down()))];
        float[] up = new float[Math.toIntExact(Target.product(layer.up()))];
        int from = 0;
        for (Part part : parts) {
            int rank = part.module().rank();
            float[] rows = part.module().down().floats();
            System.arraycopy(rows, 0, down, from * (rows.length / rank), rows.length);
            float[] columns = part.module().up().floats();
            for (int out = 0; out < columns.length / rank; out++) {
                for (int r = 0; r < rank; r++) {
                    up[out * layer.rank() + from + r] = (float) (columns[out * rank + r] * part.factor());
                }
            }
            from += rank;
        }
        return Map.of(
                LoraModule.DOWN, device.move(Tensor.of(down, sizes(layer.down()))),
                LoraModule.UP, device.move(Tensor.of(up, sizes(layer.up()))));
    }

    private static long[] sizes(List<Long> shape) {
        return shape.stream().mapToLong(Long::longValue).toArray();
    }

    @Override
    public void close() {
        bound.values().stream().filter(LayerAdapters::isPresent).forEach(LayerAdapters::close);
    }
}
