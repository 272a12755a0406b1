package loralei.train;

import java.util.List;
import loralei.data.EncodedPicture;
import loralei.model.EncodedPrompt;
import loralei.model.Unet;
import loralei.model.VaeConfig;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;

/**
 * What a run is made from, ready to be trained on.
 *
 * @param unet the frozen network
 * @param vae the VAE's hyper-parameters
 * @param pictures the pictures as latents
 * @param prompt what they are trained on
 * @param device where the network is
 * @param type what it computes in
 * @param baseModel mark of the base model's content
 */
public record TrainingMaterial(
        Unet unet,
        VaeConfig vae,
        List<EncodedPicture> pictures,
        EncodedPrompt prompt,
        ComputeDevice device,
        ComputeType type,
        String baseModel) {}
