package loralei.train;

import loralei.data.EncodedExamples;
import loralei.model.EncodedPrompts;
import loralei.model.MemoryPlan;
import loralei.model.Unet;
import loralei.model.VaeConfig;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;

/**
 * What a run is made from, ready to be trained on.
 *
 * @param unet the frozen network
 * @param vae the VAE's hyper-parameters
 * @param examples the plan's examples as latents, in its order
 * @param heldOut examples that the run is only measured by
 * @param prompts their prompts
 * @param device where the network is
 * @param memory how it uses memory
 * @param baseModel mark of the base model's content
 */
public record TrainingMaterial(
        Unet unet,
        VaeConfig vae,
        EncodedExamples examples,
        EncodedExamples heldOut,
        EncodedPrompts prompts,
        ComputeDevice device,
        MemoryPlan memory,
        String baseModel) {
    /** What the network computes in. */
    public ComputeType type() {
        return memory.type();
    }
}
