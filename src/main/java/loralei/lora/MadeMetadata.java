package loralei.lora;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import loralei.config.Family;
import loralei.model.ModelFamily;

/**
 * The metadata of LoRAs that were computed from other files, in the keys and spellings of {@link LoraMetadata}: what
 * kohya's {@code svd_merge_lora.py}, {@code resize_lora.py} and {@code extract_lora_from_models.py} write, and what goes on
 * being true of the files that they were made of.
 */
public final class MadeMetadata {
    private static final String DIM = "ss_network_dim";
    private static final String ALPHA = "ss_network_alpha";
    private static final String COMMENT = "ss_training_comment";
    private static final String PREDICTION = "modelspec.prediction_type";
    private static final String TRIGGER = "modelspec.trigger_phrase";

    /** What kohya writes where each module has its own. */
    private static final String EACH_ITS_OWN = "Dynamic";

    /** What was true of the file that had it, and of no other. */
    private static final Set<String> OF_ONE_FILE =
            Set.of("sshs_model_hash", "sshs_legacy_hash", "modelspec.hash_sha256", "lora_adapter_metadata");

    private MadeMetadata() {}

    /**
     * Of a sum.
     *
     * @param family its family
     * @param title its name
     * @param parts the metadata of all that was added
     * @param note what was added, with weights
     * @param names what was added, by names
     * @param modules what came out
     */
    public static Map<String, String> merged(
            Family family,
            String title,
            List<Map<String, String>> parts,
            String note,
            List<String> names,
            Collection<LoraModule> modules) {
        Map<String, String> entries = made(family, title, note, modules);
        entries.put("modelspec.merged_from", String.join(", ", names));
        entries.put(PREDICTION, common(parts, PREDICTION).orElse("epsilon"));
        common(parts, "modelspec.resolution").ifPresent(size -> entries.put("modelspec.resolution", size));
        String triggers = parts.stream()
                .map(part -> part.getOrDefault(TRIGGER, "").strip())
                .filter(phrase -> !phrase.isEmpty())
                .distinct()
                .collect(Collectors.joining(", "));
        if (!triggers.isEmpty()) {
            entries.put(TRIGGER, triggers);
        }
        return entries;
    }

    /**
     * Of a difference of base models.
     *
     * @param velocity whether the model that was tuned predicts velocity
     */
    public static Map<String, String> extracted(
            Family family, String title, String note, boolean velocity, Collection<LoraModule> modules) {
        Map<String, String> entries = made(family, title, note, modules);
        entries.put(PREDICTION, velocity ? "v" : "epsilon");
        return entries;
    }

    /** Of a LoRA with other ranks: all stays but what tells them. */
    public static Map<String, String> resized(Map<String, String> before, String note, Collection<LoraModule> modules) {
        Map<String, String> entries = withoutStale(before);
        String comment = before.getOrDefault(COMMENT, "");
        entries.put(COMMENT, comment.isEmpty() ? note : note + "; " + comment);
        putRanks(entries, modules);
        return entries;
    }

    /** Without what would be wrong of any other file. */
    public static Map<String, String> withoutStale(Map<String, String> before) {
        Map<String, String> entries = new LinkedHashMap<>(before);
        entries.keySet().removeAll(OF_ONE_FILE);
        return entries;
    }

    private static Map<String, String> made(Family family, String title, String note, Collection<LoraModule> modules) {
        ModelFamily.LoraNames names = ModelFamily.of(family).lora();
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put("ss_output_name", title);
        entries.put("ss_network_module", PeftType.LORA.networkModule());
        putRanks(entries, modules);
        entries.put("ss_v2", PythonText.of(false));
        entries.put("ss_base_model_version", names.baseModelVersion());
        entries.put(COMMENT, note);
        entries.put("modelspec.sai_model_spec", "1.0.1");
        entries.put("modelspec.architecture", names.architecture());
        entries.put("modelspec.implementation", names.implementation());
        String version = MadeMetadata.class.getPackage().getImplementationVersion();
        entries.put("modelspec.implementation_version", "loralei/" + (version == null ? "development" : version));
        entries.put("modelspec.title", title);
        entries.put(
                "modelspec.date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        return entries;
    }

    private static void putRanks(Map<String, String> entries, Collection<LoraModule> modules) {
        Set<Integer> ranks = modules.stream().map(LoraModule::rank).collect(Collectors.toCollection(TreeSet::new));
        Set<Float> alphas = modules.stream().map(LoraModule::alpha).collect(Collectors.toCollection(TreeSet::new));
        entries.put(DIM, ranks.size() == 1 ? PythonText.of(ranks.iterator().next()) : EACH_ITS_OWN);
        entries.put(
                ALPHA,
                alphas.size() == 1 ? PythonText.of((double) alphas.iterator().next()) : EACH_ITS_OWN);
    }

    private static Optional<String> common(List<Map<String, String>> parts, String key) {
        Set<String> values =
                parts.stream().map(part -> part.getOrDefault(key, "")).collect(Collectors.toSet());
        return values.size() == 1
                ? values.stream().filter(value -> !value.isEmpty()).findFirst()
                : Optional.empty();
    }
}
