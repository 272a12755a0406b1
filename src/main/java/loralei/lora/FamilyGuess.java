package loralei.lora;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import loralei.config.Family;
import loralei.model.ModelFamily;
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

    static FamilyGuess of(LoraEntries entries, Map<String, String> metadata) {
        Optional<Family> said = fromMetadata(metadata);
        Optional<Long> width = crossAttentionDim(entries);
        if (width.isPresent() && width.get() == SD2_CROSS_ATTENTION_DIM) {
            Message sd2 = Message.of("lora.family", "SD2.x", Message.of("lora.byWidth", SD2_CROSS_ATTENTION_DIM));
            return new FamilyGuess(
                    Optional.empty(), sd2, List.of(LoraProblem.error(Message.of("lora.madeForOther", sd2))));
        }
        Optional<Family> byWidth = width.flatMap(dim -> first(row -> row.unet().contextSize() == dim));
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
        return modules.stream()
                .map(module -> switch (module.component()) {
                    case UNET ->
                        first(row ->
                                row.lora().onlyModules().matcher(module.path()).matches());
                    case TEXT_ENCODER -> Optional.<Family>empty();
                    case TEXT_ENCODER_2 -> first(row -> row.textEncoders().size() > 1);
                })
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Family> fromMetadata(Map<String, String> metadata) {
        String said = (metadata.getOrDefault("ss_base_model_version", "") + " "
                        + metadata.getOrDefault("modelspec.architecture", ""))
                .toLowerCase(Locale.ROOT);
        return first(row -> row.lora().inMetadata().matcher(said).find());
    }

    private static Optional<Family> first(Predicate<ModelFamily> fits) {
        return ModelFamily.ALL.stream().filter(fits).map(ModelFamily::family).findFirst();
    }
}
