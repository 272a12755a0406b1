package loralei.model;

import java.util.Optional;
import loralei.torch.ComputeDevice;
import loralei.torch.Tensor;

/**
 * Where a UNet's derivative adds the gradients of its conditioning, for text encoders that learn. In fp32.
 *
 * @param hiddenStates of the prompts' hidden states (B, M, C)
 * @param textEmbeds SDXL: of the pooled text embeddings (B, D); empty where the family has none
 */
public record ConditioningGradients(Tensor hiddenStates, Optional<Tensor> textEmbeds) implements AutoCloseable {
    /** Nothing added yet. */
    public static ConditioningGradients zeros(Conditioning conditioning, ComputeDevice device) {
        return new ConditioningGradients(
                device.zeros(conditioning.encoderHiddenStates().shape()),
                conditioning.added().stream().findFirst().map(pooled -> device.zeros(pooled.shape())));
    }

    @Override
    public void close() {
        hiddenStates.close();
        textEmbeds.ifPresent(Tensor::close);
    }
}
