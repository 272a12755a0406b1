package loralei.lora;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import loralei.model.ModelFileKind;
import loralei.safetensors.TensorInfo;

/** What a safetensors file is that is no LoRA of SD1.5 or SDXL, told by the names of its tensors. */
final class FileKind {
    /** BOFT, which LyCORIS gives the name of OFT's tensors and one axis more. */
    private static final int BOFT_AXES = 4;

    private static final Pattern CLONEOFSIMO = Pattern.compile("(?:unet|text_encoder)\\d*:\\d+:(?:up|down)");

    /** Modules by which the LoRAs of other models are known. */
    private record OtherLora(Pattern modules, String model) {}

    private static final List<OtherLora> OTHERS = List.of(
            other("(?:double|single)_blocks[._]|single_transformer_blocks[._]", "FLUX or a model like it"),
            other("joint_blocks[._]|transformer[._]transformer_blocks[._]\\d+[._]attn[._]add_", "Stable Diffusion 3"),
            other(
                    "^lora_(?:te|te1)_.*_layers_\\d+_.*(?:gate|down|up)_proj|^(?:diffusion_model\\.)?blocks\\.\\d+\\.",
                    "a model of another kind (a transformer in place of the UNet)"),
            other("down_blocks_\\d+_(?:motion_modules|temp)|motion_modules", "AnimateDiff"));

    private FileKind() {}

    private static OtherLora other(String modules, String model) {
        return new OtherLora(Pattern.compile(modules), model);
    }

    static String of(Map<String, TensorInfo> tensors) {
        Set<String> names = tensors.keySet();
        if (names.isEmpty()) {
            return "an empty file, without tensors";
        }
        if (names.stream().anyMatch(name -> CLONEOFSIMO.matcher(name).matches())) {
            return "a LoRA of cloneofsimo/lora, which numbers its modules instead of naming them. It is not read here; "
                    + "drawing programs need it converted (lora_add of cloneofsimo/lora merges it into its model)";
        }
        if (names.stream().anyMatch(LoraKey::isMatrix)) {
            return OTHERS.stream()
                    .filter(other -> names.stream()
                            .anyMatch(name -> other.modules.matcher(name).find()))
                    .findFirst()
                    .map(other -> "a LoRA for " + other.model + ", not for Stable Diffusion 1.5 or XL")
                    .orElse("a LoRA whose modules are neither those of Stable Diffusion 1.5 nor of XL");
        }
        String adapters = tensors.values().stream()
                .flatMap(info -> AdapterKind.of(info.name())
                        .map(kind ->
                                kind == AdapterKind.OFT && info.shape().size() == BOFT_AXES ? AdapterKind.BOFT : kind)
                        .stream())
                .filter(AdapterKind::changesResult)
                .distinct()
                .sorted()
                .map(AdapterKind::title)
                .collect(Collectors.joining(", "));
        if (!adapters.isEmpty()) {
            return "a LyCORIS adapter (" + adapters + "), which is not read";
        }
        if (names.stream().anyMatch(name -> AdapterKind.of(name).isPresent())) {
            return "a textual inversion embedding, as OneTrainer bundles them";
        }
        return ModelFileKind.of(tensors)
                .map(kind -> kind.name().toString())
                .orElse("not a LoRA, and of no kind that is known here");
    }
}
