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

/**
 * Which family a LoRA is for: told by the width of the text that it attends to, else by module names that only one
 * family has, else by metadata.
 *
 * @param family the family, or empty if it is another one or cannot be told
 * @param description the family's name and what told it
 * @param problems contradictions between what the tensors and what the metadata say
 */
record FamilyGuess(Optional<Family> family, String description, List<LoraProblem> problems) {
    /** The text width of Stable Diffusion 2.x, whose module names are those of 1.5. */
    private static final int SD2_CROSS_ATTENTION_DIM = 1024;

    static FamilyGuess of(LoraEntries entries, Map<String, String> metadata) {
        Optional<Family> said = fromMetadata(metadata);
        Optional<Long> width = crossAttentionDim(entries);
        if (width.isPresent() && width.get() == SD2_CROSS_ATTENTION_DIM) {
            String sd2 = "SD2.x (attends to text of width 1024)";
            return new FamilyGuess(
                    Optional.empty(), sd2, List.of(LoraProblem.error("made for " + sd2 + ", which is not supported")));
        }
        Optional<Family> byWidth = width.flatMap(dim -> first(row -> row.unet().contextSize() == dim));
        Optional<Family> byNames = fromNames(entries.modules().keySet());
        List<LoraProblem> problems = new ArrayList<>();
        Optional<Family> told = byWidth.or(() -> byNames);
        if (told.isPresent() && said.isPresent() && !told.equals(said)) {
            problems.add(LoraProblem.warning("the metadata says " + said.get().label() + ", but the tensors are of "
                    + told.get().label() + "; the tensors are believed"));
        }
        if (byWidth.isPresent() && byNames.isPresent() && !byWidth.equals(byNames)) {
            problems.add(LoraProblem.error(
                    "the module names are those of " + byNames.get().label() + ", but the widths those of "
                            + byWidth.get().label()));
        }
        String why = byWidth.isPresent()
                ? "attends to text of width " + width.get()
                : byNames.isPresent() ? "told by module names" : "told by metadata";
        Optional<Family> family = told.or(() -> said);
        if (family.isEmpty()) {
            problems.add(LoraProblem.warning("neither tensors nor metadata tell which model family this is for"));
        }
        String description =
                family.map(found -> found.label() + " (" + why + ")").orElse("cannot be told");
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
