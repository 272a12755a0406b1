package loralei.lora;

import java.util.List;
import java.util.Map;
import java.util.Set;
import loralei.safetensors.TensorInfo;

/** What a safetensors file is that is no LoRA, told by the names of its tensors. */
final class FileKind {
    /** A kind of file; it is recognised if for each marker some tensor's name contains it. */
    private record Kind(String description, List<String> markers) {}

    private static final String UNET = "model.diffusion_model.";

    /** The first that fits counts, so the more particular ones come first. */
    private static final List<Kind> KINDS = List.of(
            new Kind("a LyCORIS adapter (LoHa), which is not read", List.of(".hada_w1")),
            new Kind("a LyCORIS adapter (LoKr), which is not read", List.of(".lokr_w")),
            new Kind("a base model: FLUX", List.of("double_blocks.")),
            new Kind("a base model: Stable Diffusion 3", List.of("joint_blocks.")),
            new Kind("a ControlNet", List.of("controlnet_cond_embedding.")),
            new Kind("a ControlNet", List.of("control_model.")),
            new Kind(
                    "a base model: Stable Diffusion XL, one file",
                    List.of(UNET, "conditioner.embedders.0.transformer.", "conditioner.embedders.1.")),
            new Kind("a refiner: Stable Diffusion XL, one file", List.of(UNET, "conditioner.embedders.0.model.")),
            new Kind("a base model: Stable Diffusion 1.x, one file", List.of(UNET, "cond_stage_model.transformer.")),
            new Kind("a base model: Stable Diffusion 2.x, one file", List.of(UNET, "cond_stage_model.model.")),
            new Kind("a UNet in the original naming, without text encoder", List.of(UNET)),
            new Kind(
                    "the UNet of a base model in the diffusers layout: Stable Diffusion XL",
                    List.of("add_embedding.linear_1.", "down_blocks.", "conv_in.")),
            new Kind(
                    "the UNet of a base model in the diffusers layout",
                    List.of("time_embedding.linear_1.", "down_blocks.", "conv_in.")),
            new Kind("a VAE", List.of("encoder.down_blocks.", "decoder.up_blocks.")),
            new Kind("a VAE in the original naming", List.of("encoder.down.", "decoder.up.")),
            new Kind("a CLIP text encoder", List.of("encoder.layers.", "embeddings.token_embedding")),
            new Kind("a textual inversion embedding", List.of("emb_params")),
            new Kind("a textual inversion embedding for Stable Diffusion XL", List.of("clip_l", "clip_g")),
            new Kind("one step of a training trace", List.of("noisy_latents", "model_pred")));

    private FileKind() {}

    static String of(Map<String, TensorInfo> tensors) {
        Set<String> names = tensors.keySet();
        if (names.isEmpty()) {
            return "an empty file, without tensors";
        }
        if (names.stream().anyMatch(LoraKey::isMatrix)) {
            return "a LoRA whose modules are neither those of Stable Diffusion 1.5 nor of XL";
        }
        return KINDS.stream()
                .filter(kind -> kind.markers.stream()
                        .allMatch(marker -> names.stream().anyMatch(name -> name.contains(marker))))
                .map(Kind::description)
                .findFirst()
                .orElse("not a LoRA, and of no kind that is known here");
    }
}
