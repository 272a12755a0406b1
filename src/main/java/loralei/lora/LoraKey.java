package loralei.lora;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import loralei.model.SgmPaths;

/**
 * A tensor name of a LoRA file, understood.
 *
 * @param module the module it belongs to
 * @param part which of the module's tensors it is
 * @param format the naming it follows; {@code KOHYA_DIFFUSERS_PATHS} stands for kohya's flat names by diffusers path,
 *     whatever the family
 */
record LoraKey(ModuleName module, LoraPart part, KeyFormat format) {
    /** All suffixes that ComfyUI, diffusers or OneTrainer read or write. */
    private static final Map<String, LoraPart> SUFFIXES = Map.ofEntries(
            Map.entry(".lora_down.weight", LoraPart.DOWN),
            Map.entry(".lora_up.weight", LoraPart.UP),
            Map.entry(".lora.down.weight", LoraPart.DOWN),
            Map.entry(".lora.up.weight", LoraPart.UP),
            Map.entry("_lora.down.weight", LoraPart.DOWN),
            Map.entry("_lora.up.weight", LoraPart.UP),
            Map.entry(".lora_linear_layer.down.weight", LoraPart.DOWN),
            Map.entry(".lora_linear_layer.up.weight", LoraPart.UP),
            Map.entry(".lora_A.weight", LoraPart.DOWN),
            Map.entry(".lora_B.weight", LoraPart.UP),
            Map.entry(".lora_A", LoraPart.DOWN),
            Map.entry(".lora_B", LoraPart.UP),
            Map.entry(".lora_A.default.weight", LoraPart.DOWN),
            Map.entry(".lora_B.default.weight", LoraPart.UP),
            Map.entry(".alpha", LoraPart.ALPHA));

    /** What peft calls the model that it wraps. */
    static final String PEFT_WRAPPER = "base_model.model.";

    private static final String LYCORIS = "lycoris_";

    private static final String PROCESSOR = ".processor.";

    private record Prefix(String text, Component component, boolean flat) {}

    private static final List<Prefix> PREFIXES = List.of(
            new Prefix("lora_unet_", Component.UNET, true),
            new Prefix(LYCORIS, Component.UNET, true),
            new Prefix("lora_te_", Component.TEXT_ENCODER, true),
            new Prefix("lora_te1_", Component.TEXT_ENCODER, true),
            new Prefix("lora_te2_", Component.TEXT_ENCODER_2, true),
            new Prefix("unet.", Component.UNET, false),
            new Prefix("diffusion_model.", Component.UNET, false),
            new Prefix("text_encoder.", Component.TEXT_ENCODER, false),
            new Prefix("text_encoder_2.", Component.TEXT_ENCODER_2, false),
            new Prefix("text_encoders.clip_l.transformer.", Component.TEXT_ENCODER, false),
            new Prefix("text_encoders.clip_g.transformer.", Component.TEXT_ENCODER_2, false),
            new Prefix(PEFT_WRAPPER + "text_model.", Component.TEXT_ENCODER, false),
            new Prefix(PEFT_WRAPPER + "encoder.", Component.TEXT_ENCODER, false),
            new Prefix(PEFT_WRAPPER + "unet.", Component.UNET, false),
            new Prefix(PEFT_WRAPPER, Component.UNET, false),
            // Bare paths, as OneTrainer's original format has them.
            new Prefix("", Component.UNET, false));

    private static final Pattern SGM =
            Pattern.compile("(input_blocks|middle_block|output_blocks|out|time_embed" + "|label_emb)[._].*");

    /**
     * Understands a name.
     *
     * @param tensor the tensor's name
     * @param layersPerBlock resnets in a down block of the UNet
     * @return what it means, or empty if no program gives this name to a tensor of an SD1.5 or SDXL LoRA
     */
    static Optional<LoraKey> parse(String tensor, int layersPerBlock) {
        for (Map.Entry<String, LoraPart> suffix : SUFFIXES.entrySet()) {
            if (tensor.endsWith(suffix.getKey())) {
                String base =
                        tensor.substring(0, tensor.length() - suffix.getKey().length());
                return parseBase(base, layersPerBlock)
                        .filter(found -> TargetKind.of(found.module).isPresent())
                        .map(found ->
                                new LoraKey(found.module, suffix.getValue(), found.format(base, suffix.getKey())));
            }
        }
        return Optional.empty();
    }

    /** Tells whether a name ends as a LoRA's matrix does, whatever the module. */
    static boolean isMatrix(String tensor) {
        return SUFFIXES.entrySet().stream()
                .anyMatch(suffix -> suffix.getValue() != LoraPart.ALPHA && tensor.endsWith(suffix.getKey()));
    }

    /** The beginning of a tensor's name, understood: a path, whether or not a LoRA can adapt what is there. */
    record Base(ModuleName module, Prefix prefix, boolean sgm) {
        private KeyFormat format(String base, String suffix) {
            if (prefix.text.equals(LYCORIS)) {
                return KeyFormat.LYCORIS;
            }
            if (prefix.flat) {
                return sgm ? KeyFormat.KOHYA : KeyFormat.KOHYA_DIFFUSERS_PATHS;
            }
            if (prefix.text.startsWith(PEFT_WRAPPER)) {
                return KeyFormat.PEFT_OWN;
            }
            if (sgm || prefix.text.startsWith("text_encoders.")) {
                return prefix.text.isEmpty() ? KeyFormat.ORIGINAL : KeyFormat.COMFY;
            }
            boolean peft = suffix.startsWith(".lora_A") || suffix.startsWith(".lora_B");
            if (peft && suffix.contains(".default")) {
                return KeyFormat.PEFT_DEFAULT;
            }
            if (base.contains(PROCESSOR)) {
                return suffix.startsWith("_lora") ? KeyFormat.DIFFUSERS_OLD : KeyFormat.COMFY_DIFFUSERS;
            }
            return peft ? KeyFormat.PEFT : KeyFormat.DIFFUSERS;
        }
    }

    static Optional<Base> parseBase(String base, int layersPerBlock) {
        for (Prefix prefix : PREFIXES) {
            if (!base.startsWith(prefix.text)) {
                continue;
            }
            String rest = base.substring(prefix.text.length());
            String dotted = prefix.flat ? FlatPaths.unflatten(rest) : withoutProcessor(rest);
            String path = prefix.component == Component.UNET ? dotted : textPath(dotted);
            boolean sgm =
                    prefix.component == Component.UNET && SGM.matcher(path).matches();
            Optional<String> diffusers = sgm ? SgmPaths.toDiffusers(path, layersPerBlock) : Optional.of(path);
            return diffusers.map(found -> new Base(new ModuleName(prefix.component, found), prefix, sgm));
        }
        return Optional.empty();
    }

    /** Older diffusers hung the matrices under the attention's processor and left out the index of to_out. */
    private static String withoutProcessor(String path) {
        String plain = path.replace(PROCESSOR, ".");
        return plain.endsWith(".to_out") ? plain + ".0" : plain;
    }

    /** Transformers 5 has no text_model around the encoder; older diffusers called its projections as the UNet's. */
    private static String textPath(String path) {
        String named = path.replaceFirst("self_attn\\.to_([qkv])$", "self_attn.$1_proj")
                .replaceFirst("self_attn\\.to_out\\.0$", "self_attn.out_proj");
        String inside = named.startsWith("layers.") ? "encoder." + named : named;
        return inside.startsWith("encoder.") ? "text_model." + inside : inside;
    }
}
