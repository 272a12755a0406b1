package loralei.lora;

import java.util.List;
import loralei.model.WeightChange;
import loralei.torch.ComputeDevice;
import loralei.torch.Tensor;

/**
 * Any number of finished LoRAs in a text encoder, each with its own weight: their changes are added to the weights while
 * they are loaded, for an encoder is loaded for the prompts of a drawing and freed again.
 */
public final class TextLora implements WeightChange {
    private final LoraChange change;

    /**
     * Their parts for one encoder.
     *
     * @param encoder its place in the family's row
     */
    public TextLora(List<WeightedLora> loras, int encoder, ComputeDevice device) {
        this.change = new LoraChange(loras, Component.ofTextEncoder(encoder), device);
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
        return change.of(name, weight);
    }
}
