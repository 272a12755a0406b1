package loralei.lora;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import loralei.config.JsonText;
import loralei.lora.TrainingFacts.Folder;
import loralei.model.ModelFamily;

/**
 * The metadata of a LoRA, in the keys and spellings of kohya's sd-scripts 0.10 ({@code train_network.py}: {@code ss_*})
 * and of ModelSpec 1.0.1 as they write it ({@code library/sai_model_spec.py}: {@code modelspec.*}), so that the programs
 * which show or search them find what they know. Every value is a string, as Python's {@code str()} writes it. The
 * hashes depend on the tensors and are added by {@link LoraFile#write}.
 *
 * <p>{@code ss_sd_model_hash} and {@code ss_new_sd_model_hash} are left out: they are the hashes of a base model in one
 * file, by which other programs look it up. A base model here is a folder, for which kohya writes the word
 * {@code IsADirectory}: no hash at all.
 */
public final class LoraMetadata {
    /** The whole configuration of the run, so that a LoRA can be opened to repeat it. */
    public static final String CONFIG = "loralei.config";

    private LoraMetadata() {}

    /**
     * Puts facts into a LoRA's metadata.
     *
     * @param facts what is known of the training
     * @return the entries, in kohya's order
     */
    public static Map<String, String> of(TrainingFacts facts) {
        Map<String, String> entries = new LinkedHashMap<>();
        putRun(entries, facts);
        putMethod(entries, facts);
        putModel(entries, facts);
        putPictures(entries, facts);
        if (facts.adapter().rankDropout() > 0) {
            String share = PythonText.of(facts.adapter().rankDropout());
            entries.put("ss_network_args", json(Map.of("rank_dropout", share))); // texts there, as kohya's options
        }
        putModelSpec(entries, facts);
        entries.put(CONFIG, facts.config());
        return entries;
    }

    private static void putRun(Map<String, String> entries, TrainingFacts facts) {
        TrainingFacts.Run run = facts.run();
        entries.put("ss_session_id", PythonText.of(run.sessionId()));
        entries.put("ss_training_started_at", PythonText.of(run.started()));
        entries.put("ss_training_finished_at", PythonText.of(run.finished()));
        entries.put("ss_output_name", facts.adapter().name());
        entries.put("ss_num_batches_per_epoch", PythonText.of(run.batchesPerEpoch()));
        entries.put("ss_num_epochs", PythonText.of(run.epochs()));
        entries.put("ss_epoch", PythonText.of(run.epoch()));
        entries.put("ss_steps", PythonText.of(run.steps()));
        entries.put("ss_max_train_steps", PythonText.of(run.maxSteps()));
        entries.put("ss_seed", PythonText.of(run.seed()));
    }

    private static void putMethod(Map<String, String> entries, TrainingFacts facts) {
        TrainingFacts.Method method = facts.method();
        entries.put("ss_learning_rate", PythonText.of(method.learningRate()));
        entries.put("ss_unet_lr", PythonText.of(method.learningRate()));
        entries.put("ss_text_encoder_lr", "None");
        entries.put("ss_lr_scheduler", method.scheduler());
        entries.put("ss_lr_warmup_steps", PythonText.of(method.warmupSteps()));
        entries.put("ss_optimizer", optimizer(method));
        entries.put("ss_gradient_checkpointing", PythonText.of(method.gradientCheckpointing()));
        entries.put("ss_gradient_accumulation_steps", PythonText.of(method.accumulationSteps()));
        entries.put("ss_max_grad_norm", PythonText.of(method.maxGradNorm()));
        entries.put("ss_mixed_precision", method.precision());
        entries.put("ss_full_fp16", PythonText.of(false));
        entries.put("ss_cache_latents", PythonText.of(true));
        entries.put("ss_loss_type", "l2");
        entries.put("ss_prior_loss_weight", PythonText.of(method.priorLossWeight()));
        entries.put("ss_min_snr_gamma", PythonText.of(method.minSnrGamma()));
    }

    /** Class and arguments in Python. */
    private static String optimizer(TrainingFacts.Method method) {
        return method.optimizer().pythonClass() + "(weight_decay=" + PythonText.of(method.weightDecay()) + ")";
    }

    private static void putModel(Map<String, String> entries, TrainingFacts facts) {
        entries.put("ss_network_module", facts.adapter().type().networkModule());
        entries.put("ss_network_dim", PythonText.of(facts.adapter().rank()));
        entries.put("ss_network_alpha", PythonText.of(facts.adapter().alpha()));
        entries.put("ss_network_dropout", "None");
        entries.put("ss_v2", PythonText.of(false));
        entries.put(
                "ss_base_model_version", ModelFamily.of(facts.family()).lora().baseModelVersion());
        entries.put("ss_clip_skip", "None");
        entries.put("ss_max_token_length", "None");
        entries.put("ss_sd_model_name", facts.base().name());
        facts.base().legacyHash().ifPresent(hash -> entries.put("ss_sd_model_hash", hash));
    }

    private static void putPictures(Map<String, String> entries, TrainingFacts facts) {
        TrainingFacts.Pictures pictures = facts.pictures();
        int batchSize = facts.method().batchSize();
        entries.put("ss_num_train_images", PythonText.of(pictures.shown(false)));
        entries.put("ss_num_validation_images", PythonText.of(0));
        entries.put("ss_num_reg_images", PythonText.of(pictures.shown(true)));
        entries.put("ss_batch_size_per_device", PythonText.of(batchSize));
        entries.put(
                "ss_total_batch_size",
                PythonText.of((long) batchSize * facts.method().accumulationSteps()));
        entries.put("ss_resolution", "(" + pictures.width() + ", " + pictures.height() + ")");
        boolean bucketed = pictures.buckets().size() > 1;
        entries.put("ss_enable_bucket", PythonText.of(bucketed));
        if (bucketed) {
            entries.put("ss_bucket_info", json(bucketInfo(pictures)));
        }
        entries.put("ss_flip_aug", PythonText.of(pictures.changes().flips()));
        entries.put("ss_random_crop", PythonText.of(pictures.changes().crops()));
        entries.put("ss_color_aug", PythonText.of(pictures.changes().colours()));
        entries.put("ss_tag_frequency", json(tagFrequency(pictures)));
        entries.put("ss_dataset_dirs", json(folders(pictures, false)));
        if (pictures.shown(true) > 0) {
            entries.put("ss_reg_dataset_dirs", json(folders(pictures, true)));
        }
        entries.put("ss_datasets", json(List.of(dataset(facts, bucketed))));
    }

    private static Map<String, Object> bucketInfo(TrainingFacts.Pictures pictures) {
        Map<String, Object> buckets = new LinkedHashMap<>();
        for (TrainingFacts.Bucket bucket : pictures.buckets()) {
            List<Integer> size = List.of(bucket.width(), bucket.height());
            buckets.put(String.valueOf(buckets.size()), ordered("resolution", size, "count", bucket.shown()));
        }
        return Map.of("buckets", buckets);
    }

    /** How often each comma-separated part of the captions occurs, by folder. */
    private static Map<String, Map<String, Integer>> tagFrequency(TrainingFacts.Pictures pictures) {
        Map<String, Map<String, Integer>> folders = new LinkedHashMap<>();
        for (Folder folder : pictures.folders()) {
            Map<String, Integer> frequency = folders.computeIfAbsent(folder.name(), name -> new LinkedHashMap<>());
            folder.prompts().forEach((prompt, count) -> {
                for (String part : prompt.split(",", -1)) {
                    String tag = part.strip().toLowerCase(Locale.ROOT);
                    if (!tag.isEmpty()) {
                        frequency.merge(tag, count, Integer::sum);
                    }
                }
            });
        }
        return folders;
    }

    private static Map<String, Object> folders(TrainingFacts.Pictures pictures, boolean ofClass) {
        Map<String, Object> folders = new LinkedHashMap<>();
        pictures.folders().stream()
                .filter(folder -> folder.ofClass() == ofClass)
                .forEach(folder -> folders.put(
                        folder.name(), ordered("n_repeats", folder.repeats(), "img_count", folder.pictures())));
        return folders;
    }

    private static Map<String, Object> dataset(TrainingFacts facts, boolean bucketed) {
        TrainingFacts.Pictures pictures = facts.pictures();
        return ordered(
                "is_dreambooth", true,
                "batch_size_per_device", facts.method().batchSize(),
                "num_train_images", pictures.shown(false),
                "num_reg_images", pictures.shown(true),
                "resolution", List.of(pictures.width(), pictures.height()),
                "enable_bucket", bucketed,
                "tag_frequency", tagFrequency(pictures),
                "subsets",
                        pictures.folders().stream()
                                .map(folder -> subset(folder, pictures.changes()))
                                .toList());
    }

    private static Map<String, Object> subset(Folder folder, TrainingFacts.Changes changes) {
        return ordered(
                "img_count",
                folder.pictures(),
                "num_repeats",
                folder.repeats(),
                "color_aug",
                changes.colours(),
                "flip_aug",
                changes.flips(),
                "random_crop",
                changes.crops(),
                "shuffle_caption",
                false,
                "image_dir",
                folder.name(),
                "class_tokens",
                folder.prompts().size() == 1 ? firstPrompt(folder) : null, // the rest has captions
                "is_reg",
                folder.ofClass());
    }

    private static String firstPrompt(Folder folder) {
        return folder.prompts().keySet().iterator().next();
    }

    private static void putModelSpec(Map<String, String> entries, TrainingFacts facts) {
        TrainingFacts.Pictures pictures = facts.pictures();
        entries.put("modelspec.sai_model_spec", "1.0.1");
        ModelFamily.LoraNames names = ModelFamily.of(facts.family()).lora();
        entries.put("modelspec.architecture", names.architecture());
        entries.put("modelspec.implementation", names.implementation());
        entries.put("modelspec.implementation_version", facts.run().program());
        entries.put("modelspec.title", facts.adapter().title());
        entries.put("modelspec.resolution", pictures.width() + "x" + pictures.height());
        entries.put(
                "modelspec.date",
                facts.run().finished().truncatedTo(ChronoUnit.SECONDS).toString());
        entries.put("modelspec.prediction_type", facts.base().vPrediction() ? "v" : "epsilon");
        entries.put("modelspec.trigger_phrase", firstPrompt(pictures.folders().get(0)));
    }

    /** A map in the order of writing, from keys and values in turn. */
    private static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    private static String json(Object value) {
        try {
            return JsonText.OWN.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of strings and numbers can be written as JSON", e);
        }
    }
}
