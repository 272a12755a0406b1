package loralei.lora;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import loralei.model.ModelFileKind;
import loralei.safetensors.TensorInfo;
import loralei.text.Message;

/** What a safetensors file is that is no LoRA of SD1.5 or SDXL, told by the names of its tensors. */
final class FileKind {
    /** BOFT, which LyCORIS gives the name of OFT's tensors and one axis more. */
    private static final int BOFT_AXES = 4;

    private static final Pattern CLONEOFSIMO = Pattern.compile("(?:unet|text_encoder)\\d*:\\d+:(?:up|down)");

    /** Modules by which the LoRAs of other models are known. */
    private record OtherLora(Pattern modules, Message model) {}

    private static final List<OtherLora> OTHERS = List.of(
            other("(?:double|single)_blocks[._]|single_transformer_blocks[._]", Message.of("kind.fluxLike")),
            other(
                    "joint_blocks[._]|transformer[._]transformer_blocks[._]\\d+[._]attn[._]add_",
                    Message.text("Stable Diffusion 3")),
            other(
                    "^lora_(?:te|te1)_.*_layers_\\d+_.*(?:gate|down|up)_proj|^(?:diffusion_model\\.)?blocks\\.\\d+\\.",
                    Message.of("kind.transformer")),
            other("down_blocks_\\d+_(?:motion_modules|temp)|motion_modules", Message.text("AnimateDiff")));

    private FileKind() {}

    private static OtherLora other(String modules, Message model) {
        return new OtherLora(Pattern.compile(modules), model);
    }

    static Message of(Map<String, TensorInfo> tensors) {
        Set<String> names = tensors.keySet();
        if (names.isEmpty()) {
            return Message.of("kind.empty");
        }
        if (names.stream().anyMatch(name -> CLONEOFSIMO.matcher(name).matches())) {
            return Message.of("kind.cloneofsimo");
        }
        if (names.stream().anyMatch(LoraKey::isMatrix)) {
            return OTHERS.stream()
                    .filter(other -> names.stream()
                            .anyMatch(name -> other.modules.matcher(name).find()))
                    .findFirst()
                    .map(other -> Message.of("kind.loraFor", other.model))
                    .orElse(Message.of("kind.neither"));
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
            return Message.of("kind.lycoris", adapters);
        }
        if (names.stream().anyMatch(name -> AdapterKind.of(name).isPresent())) {
            return Message.of("kind.bundled");
        }
        return ModelFileKind.of(tensors).map(ModelFileKind::name).orElse(Message.of("kind.none"));
    }
}
