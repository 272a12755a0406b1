package loralei.model;

import java.util.List;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;
import loralei.torch.Kernels;
import loralei.torch.Tensor;

/**
 * What the UNet is told beside the noisy latents and the timestep.
 *
 * @param encoderHiddenStates the prompts' hidden states (B, 77, C)
 * @param added empty where the UNet takes nothing else; or the pooled text embeddings (B, D) and the time ids (B, 6) in
 *     fp32
 */
public record Conditioning(Tensor encoderHiddenStates, List<Tensor> added) {
    /** The pooled text embeddings (B, D), where the UNet takes them. */
    public Tensor textEmbeds() {
        return added.get(0);
    }

    /** The time ids (B, 6), where the UNet takes them. */
    public Tensor timeIds() {
        return added.get(1);
    }

    /** That of the last samples of a batch; the tensors belong to the enclosing scope. */
    public Conditioning last(int count) {
        return new Conditioning(
                Kernels.tensor("last", encoderHiddenStates, count),
                added.stream()
                        .map(tensor -> Kernels.tensor("last", tensor, count))
                        .toList());
    }

    /**
     * That of a batch, as far as a UNet takes it.
     *
     * @param prompts a prompt for each sample
     * @param timeIds {@link UnetConfig#TIME_IDS} numbers for each sample
     * @param type what the UNet computes in
     */
    public static Conditioning of(
            UnetConfig unet,
            List<EncodedPrompt> prompts,
            List<float[]> timeIds,
            ComputeDevice device,
            ComputeType type) {
        Tensor states = device.move(Tensor.joined(prompts, EncodedPrompt::encoderHiddenStates));
        List<Tensor> added = unet.hasAddedConditioning()
                ? List.of(
                        device.move(Tensor.joined(
                                prompts, prompt -> prompt.textEmbeds().get(0))),
                        device.move(Tensor.joined(timeIds, ids -> Tensor.of(ids, 1, UnetConfig.TIME_IDS))))
                : List.of();
        return new Conditioning(Kernels.tensor("to_dtype", states, type.number()), added);
    }
}
