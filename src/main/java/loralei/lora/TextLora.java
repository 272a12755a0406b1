package loralei.lora;

import java.util.List;
import java.util.Map;
import loralei.model.TargetModule;
import loralei.model.WeightChange;
import loralei.torch.ComputeDevice;
import loralei.torch.Kernels;
import loralei.torch.Tensor;

/**
 * Any number of finished LoRAs in a text encoder, each with its own weight: their changes are added to the weights while
 * they are loaded, for an encoder is loaded for the prompts of a drawing and freed again.
 */
public final class TextLora implements WeightChange {
    private static final String WEIGHT = ".weight";

    private final Map<String, LayerSum> sums;
    private final ComputeDevice device;

    /**
     * Their parts for one encoder.
     *
     * @param encoder its place in the family's row
     */
    public TextLora(List<WeightedLora> loras, int encoder, ComputeDevice device) {
        this.sums = LayerSum.of(loras, Component.ofTextEncoder(encoder));
        this.device = device;
    }

    /** Those of the LoRAs that change text encoders. */
    public static List<WeightedLora> among(List<WeightedLora> loras) {
        return loras.stream()
                .filter(lora -> lora.weight() != 0
                        && lora.lora().modules().stream()
                                .anyMatch(module -> module.name().component() != Component.UNET))
                .toList();
    }

    @Override
    public Tensor of(String name, Tensor weight) {
        String path = name.endsWith(WEIGHT) ? name.substring(0, name.length() - WEIGHT.length()) : name;
        LayerSum sum = sums.get(path);
        if (sum == null) {
            return weight;
        }
        long[] shape = weight.shape(); // (out, in)
        TargetModule layer = TargetModule.linear(path, (int) shape[1], (int) shape[0]);
        sum.parts().forEach(part -> LoraFit.expect(part.module(), layer));
        Map<String, Tensor> joined = sum.joined(new Target(layer, sum.rank(), 1), device);
        try (weight;
                Tensor down = joined.get(LoraModule.DOWN);
                Tensor up = joined.get(LoraModule.UP)) {
            return Kernels.tensor("with_low_rank", weight, down, up);
        }
    }
}
