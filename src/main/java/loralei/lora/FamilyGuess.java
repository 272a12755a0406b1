package loralei.lora;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import loralei.config.Family;
import loralei.safetensors.TensorInfo;
import loralei.text.Message;

/**
 * Which family a LoRA is for: told by the width of the text that it attends to, else by module names that only one
 * family has, else by metadata.
 *
 * @param family the family, or empty if it is another one or cannot be told
 * @param description the family's name and what told it
 * @param problems contradictions between what the tensors and what the metadata say
 */
record FamilyGuess(Optional<Family> family, Message description, List<LoraProblem> problems) {
    /** The text width of Stable Diffusion 2.x, whose module names are those of 1.5. */
    private static final int SD2_CROSS_ATTENTION_DIM = 1024;

    /** SDXL has no attention in its first down and its last up block, and two to ten transformer blocks in a row. */
    private static final Pattern ONLY_SDXL = Pattern.compile(
            ".*\\.transformer_blocks\\.[1-9]\\d*\\..*" + "|up_blocks\\.0\\.attentions\\..*|add_embedding\\..*");

    /** SD1.5 has four levels, with attention in the first down block and the last up block. */
    private static final Pattern ONLY_SD15 = Pattern.compile(
            "down_blocks\\.0\\.attentions\\..*|up_blocks\\.[23]\\.attentions\\..*|(?:down|up)_blocks\\.3\\..*");

    static FamilyGuess of(LoraEntries entries, Map<String, String> metadata) {
        Optional<Family> said = fromMetadata(metadata);
        Optional<Long> width = crossAttentionDim(entries);
        if (width.isPresent() && width.get() == SD2_CROSS_ATTENTION_DIM) {
            Message sd2 = Message.of("lora.family", "SD2.x", Message.of("lora.byWidth", SD2_CROSS_ATTENTION_DIM));
            return new FamilyGuess(
                    Optional.empty(), sd2, List.of(LoraProblem.error(Message.of("lora.madeForOther", sd2))));
        }
        Optional<Family> byWidth = width.flatMap(LoraFamily::ofCrossAttentionDim);
        Optional<Family> byNames = fromNames(entries.modules().keySet());
        List<LoraProblem> problems = new ArrayList<>();
        Optional<Family> told = byWidth.or(() -> byNames);
        if (told.isPresent() && said.isPresent() && !told.equals(said)) {
            problems.add(LoraProblem.warning(Message.of(
                    "lora.otherInMetadata", said.get().label(), told.get().label())));
        }
        if (byWidth.isPresent() && byNames.isPresent() && !byWidth.equals(byNames)) {
            problems.add(LoraProblem.error(Message.of(
                    "lora.namesAndWidths", byNames.get().label(), byWidth.get().label())));
        }
        Message why = byWidth.isPresent()
                ? Message.of("lora.byWidth", width.get())
                : Message.of(byNames.isPresent() ? "lora.byNames" : "lora.byMetadata");
        Optional<Family> family = told.or(() -> said);
        if (family.isEmpty()) {
            problems.add(LoraProblem.warning(Message.of("lora.familyUntold")));
        }
        Message description = family.map(found -> Message.of("lora.family", found.label(), why))
                .orElse(Message.of("lora.noFamily"));
        return new FamilyGuess(family, description, List.copyOf(problems));
    }

    private static Optional<Long> crossAttentionDim(LoraEntries entries) {
        return entries.modules().entrySet().stream()
                .filter(entry -> entry.getKey().component() == Component.UNET
                        && entry.getKey().path().matches(".*\\.attn2\\.to_[kv]"))
                .flatMap(entry -> entry.getValue().down().stream())
                .map(TensorInfo::shape)
                .filter(shape -> shape.size() > 1)
                .map(shape -> shape.get(1))
                .findFirst();
    }

    private static Optional<Family> fromNames(Set<ModuleName> modules) {
        for (ModuleName module : modules) {
            if (module.component() == Component.TEXT_ENCODER_2) {
                return Optional.of(Family.SDXL);
            }
            if (module.component() == Component.UNET) {
                if (ONLY_SDXL.matcher(module.path()).matches()) {
                    return Optional.of(Family.SDXL);
                }
                if (ONLY_SD15.matcher(module.path()).matches()) {
                    return Optional.of(Family.SD15);
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Family> fromMetadata(Map<String, String> metadata) {
        String said = (metadata.getOrDefault("ss_base_model_version", "") + " "
                        + metadata.getOrDefault("modelspec.architecture", ""))
                .toLowerCase(Locale.ROOT);
        if (said.contains("sdxl") || said.contains("stable-diffusion-xl")) {
            return Optional.of(Family.SDXL);
        }
        return said.contains("sd_v1") || said.contains("stable-diffusion-v1")
                ? Optional.of(Family.SD15)
                : Optional.empty();
    }
}
