package loralei.lora;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import loralei.model.ModelCopy;
import loralei.model.StoredWeights;
import loralei.model.TargetModule;
import loralei.text.Message;
import loralei.torch.ComputeDevice;
import loralei.torch.Kernels;
import loralei.torch.Tensor;

/** What any number of LoRAs, each with its own weight, make of the weights of one network. */
public final class LoraChange implements ModelCopy.Change {
    private static final String WEIGHT = ".weight";
    private static final int CONVOLUTION = 4;

    private final Map<String, LayerSum> sums;
    private final Component component;
    private final ComputeDevice device;

    /** Their parts for one network. */
    public LoraChange(List<WeightedLora> loras, Component component, ComputeDevice device) {
        this.sums = LayerSum.of(loras, component);
        this.component = component;
        this.device = device;
    }

    /** Why it does not fit a network, for the first layer that is missing there or has another shape. */
    public Optional<Message> misfit(StoredWeights network) {
        return sums.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(sum -> sum.getValue().parts().stream()
                        .flatMap(part -> misfit(network, sum.getKey(), part.module()).stream()))
                .findFirst();
    }

    private Optional<Message> misfit(StoredWeights network, String path, LoraModule module) {
        String name = path + WEIGHT;
        return network.names().contains(name)
                ? LoraFit.misfit(module, layer(path, network.shape(name)))
                : Optional.of(Message.of("lora.noSuchLayer", new ModuleName(component, path)));
    }

    /** The layer of a weight (out, in) or (out, in, k, k). */
    private static TargetModule layer(String path, long... shape) {
        int[] sizes = IntStream.range(0, shape.length).map(i -> (int) shape[i]).toArray();
        return new TargetModule(path, sizes[1], sizes[0], shape.length == CONVOLUTION ? sizes[2] : 0);
    }

    @Override
    public boolean touches(String name) {
        return sums.containsKey(path(name));
    }

    @Override
    public int layers() {
        return sums.size();
    }

    private static String path(String name) {
        return name.endsWith(WEIGHT) ? name.substring(0, name.length() - WEIGHT.length()) : "";
    }

    @Override
    public Tensor of(String name, Tensor weight) {
        LayerSum sum = sums.get(path(name));
        if (sum == null) {
            return weight;
        }
        TargetModule layer = layer(path(name), weight.shape());
        sum.parts().forEach(part -> LoraFit.expect(part.module(), layer));
        Map<String, Tensor> joined = sum.joined(new Target(layer, sum.rank(), 1), device);
        try (weight;
                Tensor down = joined.get(LoraModule.DOWN);
                Tensor up = joined.get(LoraModule.UP)) {
            return Kernels.tensor("with_low_rank", weight, down, up);
        }
    }
}
