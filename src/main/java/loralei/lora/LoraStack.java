package loralei.lora;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import loralei.config.UserError;
import loralei.model.AdapterBank;
import loralei.model.LayerAdapters;
import loralei.model.TargetModule;
import loralei.model.UnetConfig;
import loralei.torch.ComputeDevice;
import loralei.torch.Kernels;
import loralei.torch.NumberList;
import loralei.torch.Scope;
import loralei.torch.Tensor;
import loralei.torch.TensorList;
import loralei.torch.TensorMaps;

/**
 * Any number of finished LoRAs beside a UNet, each with its own weight, to draw with. Together they cost one adapter a
 * layer ({@link LayerSum}), and the frozen weights stay as they are. Of the few layers that no kernel knows adapters of,
 * it has changed copies.
 */
public final class LoraStack implements AdapterBank, AutoCloseable {
    private final ComputeDevice device;
    private final Map<String, LayerSum> sums;
    private final Map<String, TargetModule> layers;
    private final Map<List<String>, LayerAdapters> bound = new HashMap<>();
    private final Map<List<String>, TensorList> changed = new HashMap<>();

    /**
     * A stack.
     *
     * @param loras the LoRAs; none is the base model alone
     * @param unet the network that it is to run in
     * @throws UserError names a layer that the network does not have, or has in another shape
     */
    public LoraStack(List<WeightedLora> loras, UnetConfig unet, ComputeDevice device) {
        this.device = device;
        this.layers = LoraFit.unetLayers(unet);
        this.sums = LayerSum.of(loras, Component.UNET);
        sums.forEach((path, sum) -> sum.parts().forEach(part -> LoraFit.expect(part.module(), layers.get(path))));
    }

    @Override
    public LayerAdapters of(List<String> modules) {
        return bound.computeIfAbsent(modules, this::bind);
    }

    private LayerAdapters bind(List<String> modules) {
        if (modules.stream().noneMatch(sums::containsKey)) {
            return LayerAdapters.none(modules.size());
        }
        List<Map<String, Tensor>> parts = modules.stream()
                .map(path -> sums.containsKey(path) ? joined(path) : Map.<String, Tensor>of())
                .toList();
        List<Map<String, Tensor>> none =
                modules.stream().map(path -> Map.<String, Tensor>of()).toList();
        return new LayerAdapters(
                new TensorMaps(parts),
                new TensorMaps(none),
                new NumberList(Collections.nCopies(modules.size(), 1.0)),
                true);
    }

    private Map<String, Tensor> joined(String path) {
        LayerSum sum = sums.get(path);
        return sum.joined(new Target(layers.get(path), sum.rank(), 1), device);
    }

    @Override
    public TensorList weights(TensorList frozen, List<String> modules) {
        return modules.stream().anyMatch(sums::containsKey)
                ? changed.computeIfAbsent(modules, paths -> change(frozen, paths))
                : frozen;
    }

    private TensorList change(TensorList frozen, List<String> modules) {
        List<Tensor> tensors = new ArrayList<>();
        try (Scope scope = Scope.open()) {
            for (int i = 0; i < modules.size(); i++) {
                Tensor weight = frozen.tensors().get(2 * i);
                tensors.add(
                        scope.keep(sums.containsKey(modules.get(i)) ? sum(weight, modules.get(i)) : weight.share()));
                tensors.add(scope.keep(frozen.tensors().get(2 * i + 1).share()));
            }
        }
        return new TensorList(tensors);
    }

    private Tensor sum(Tensor weight, String path) {
        Map<String, Tensor> joined = joined(path);
        return Kernels.tensor("with_low_rank", weight, joined.get(LoraModule.DOWN), joined.get(LoraModule.UP));
    }

    @Override
    public void close() {
        bound.values().stream().filter(LayerAdapters::isPresent).forEach(LayerAdapters::close);
        changed.values().forEach(TensorList::close);
    }
}
