package loralei.job.stored;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import loralei.config.AutoSwitch;
import loralei.config.BaseWeights;
import loralei.config.JsonText;
import loralei.config.MaskSource;
import loralei.config.UserError;
import loralei.text.Message;

/** Settings in OneTrainer's spelling: the JSON of its {@code TrainConfig}, which it puts into a LoRA where it is told to. */
final class OneTrainerSettings {
    /** Its place in the metadata. */
    static final String KEY = "ot_config";

    private static final Pattern SIZE = Pattern.compile("\\s*(\\d+)\\s*(?:x\\s*(\\d+)\\s*)?");

    /** Its schedules by their names here; of the two with restarts this is the one that jumps. */
    private static final Map<String, String> SCHEDULES = Map.of(
            "CONSTANT", "constant",
            "LINEAR", "linear",
            "COSINE", "cosine",
            "COSINE_WITH_HARD_RESTARTS", "cosine_with_restarts");

    private static final Map<String, String> OPTIMIZERS = Map.of("ADAMW", "adamw", "ADAMW_8BIT", "adamw8bit");

    private static final Map<String, String> TYPES =
            Map.of("FLOAT_16", "fp16", "BFLOAT_16", "bf16", "FLOAT_32", "fp32");

    private static final Map<String, String> EIGHT_BITS =
            Map.of("FLOAT_8", BaseWeights.FP8.id(), "INT_8", BaseWeights.INT8.id());

    private static final Set<String> CHECKPOINTING = Set.of("ON", "CPU_OFFLOADED");

    private static final Set<String> BY_BATCH = Set.of("BATCH", "GLOBAL_BATCH");

    /** What is off where it is this, and has no counterpart here otherwise. */
    private static final Map<String, Double> OFF = offs();

    private static final Map<String, String> OFF_WORDS = Map.of(
            "ema", "OFF",
            "timestep_distribution", "UNIFORM",
            "peft_type", "LORA",
            "lora_model_name", "",
            "layer_filter_preset", "attn-only");

    private static final List<String> SWITCHES = List.of(
            "lora_decompose",
            "generalized_offset_noise",
            "rescale_noise_scheduler_to_zero_terminal_snr",
            "force_v_prediction",
            "force_epsilon_prediction",
            "validation");

    private static final Set<String> ADAMW_DEFAULTS =
            Set.of("beta1 = 0.9", "beta2 = 0.999", "eps = 1e-8", "eps = 1E-8");

    private final String name;
    private final TakenOver taken;

    OneTrainerSettings(String name, TakenOver taken) {
        this.name = name;
        this.taken = taken;
    }

    private static Map<String, Double> offs() {
        Map<String, Double> offs = new LinkedHashMap<>();
        offs.put("gradient_accumulation_steps", 1.0);
        offs.put("dropout_probability", 0.0);
        offs.put("learning_rate_min_factor", 0.0);
        offs.put("mse_strength", 1.0);
        offs.put("mae_strength", 0.0);
        offs.put("log_cosh_strength", 0.0);
        offs.put("huber_strength", 0.0);
        offs.put("offset_noise_weight", 0.0);
        offs.put("perturbation_noise_weight", 0.0);
        offs.put("min_noising_strength", 0.0);
        offs.put("max_noising_strength", 1.0);
        offs.put("noising_weight", 0.0);
        offs.put("noising_bias", 0.0);
        offs.put("text_encoder_layer_skip", 0.0);
        return offs;
    }

    /** Takes over what there is. */
    void read(String json) {
        JsonNode root = parse(json);
        readAdapter(root);
        readRate(root);
        readOptimizer(root.path("optimizer"));
        readLossAndMasks(root);
        readPictures(root);
        readConcept(root.path("concepts").path(0));
        OFF.forEach((key, off) -> number(root, key).ifPresent(value -> taken.leaveUnless(key, value, off)));
        OFF_WORDS.forEach((key, off) ->
                word(root, key).filter(value -> !value.equals(off)).ifPresent(value -> taken.leave(key, value)));
        SWITCHES.stream().filter(key -> isOn(root, key)).forEach(key -> taken.leave(key, "true"));
        Stream.of("text_encoder", "text_encoder_2")
                .filter(part -> isOn(root.path(part), "train"))
                .filter(part -> part.equals("text_encoder") || isSdxl(root))
                .forEach(part -> taken.leave(part + ".train", "true"));
        word(root, "base_model_name").ifPresent(model -> taken.note(Message.of("stored.trainedOn", model)));
    }

    private JsonNode parse(String json) {
        try {
            JsonNode root = JsonText.FOREIGN.readTree(json);
            if (root != null && root.isObject()) {
                return root;
            }
        } catch (JsonProcessingException e) {
            throw broken().causedBy(e);
        }
        throw broken();
    }

    private UserError broken() {
        return UserError.request(Message.of("stored.none", name), Message.of("stored.none.remedy"));
    }

    private static boolean isSdxl(JsonNode root) {
        return root.path("model_type").asText("").contains("XL");
    }

    private void readAdapter(JsonNode root) {
        number(root, "lora_rank").ifPresent(rank -> taken.take("rank", rank.intValue(), "lora_rank"));
        number(root, "lora_alpha").ifPresent(alpha -> taken.take("alpha", alpha, "lora_alpha"));
        word(root, "output_dtype")
                .filter(TYPES::containsKey)
                .ifPresent(type -> taken.choose("savePrecision", TYPES.get(type), "output_dtype", type));
        readMemory(root);
    }

    private void readMemory(JsonNode root) {
        boolean again = isOn(root.path("unet"), "gradient_checkpointing")
                || isOn(root, "gradient_checkpointing")
                || word(root, "gradient_checkpointing")
                        .filter(CHECKPOINTING::contains)
                        .isPresent();
        if (again) { // off needs no mention: it is chosen where there is room
            taken.take("gradientCheckpointing", AutoSwitch.ON, "gradient_checkpointing");
        }
        word(root.path("unet"), "weight_dtype")
                .filter(type -> !type.equals("NONE"))
                .or(() -> word(root, "weight_dtype"))
                .filter(type -> !TYPES.containsKey(type) && !type.equals("NONE") && !type.equals("TFLOAT_32"))
                .ifPresent(
                        type -> taken.choose("baseWeights", EIGHT_BITS.getOrDefault(type, type), "weight_dtype", type));
    }

    private void readRate(JsonNode root) {
        number(root.path("unet"), "learning_rate")
                .or(() -> number(root, "learning_rate"))
                .ifPresent(rate -> {
                    if (hasOwnRate(root)) {
                        taken.leave("learning_rate", TakenOver.plain(rate));
                    } else {
                        taken.take("learningRate", rate, "learning_rate");
                    }
                });
        word(root, "learning_rate_scaler").ifPresent(scaler -> {
            taken.take("scaleLr", BY_BATCH.contains(scaler), "learning_rate_scaler");
            if (!BY_BATCH.contains(scaler) && !scaler.equals("NONE")) {
                taken.leave("learning_rate_scaler", scaler);
            }
        });
        word(root, "learning_rate_scheduler")
                .ifPresent(scheduler -> taken.choose(
                        "lrScheduler",
                        SCHEDULES.getOrDefault(scheduler, scheduler),
                        "learning_rate_scheduler",
                        scheduler));
        number(root, "learning_rate_cycles")
                .ifPresent(cycles ->
                        taken.take("lrNumCycles", (int) Math.max(1, Math.round(cycles)), "learning_rate_cycles"));
        number(root, "learning_rate_warmup_steps").filter(steps -> steps > 0).ifPresent(steps -> {
            if (steps > 1) {
                taken.take("lrWarmupSteps", steps.intValue(), "learning_rate_warmup_steps");
            } else { // a share of a length that depends on the pictures
                taken.leave("learning_rate_warmup_steps", TakenOver.plain(steps));
            }
        });
        number(root, "epochs").ifPresent(epochs -> taken.take("epochs", epochs.intValue(), "epochs"));
        number(root, "batch_size").ifPresent(size -> taken.take("batchSize", size.intValue(), "batch_size"));
        number(root, "clip_grad_norm")
                .or(() -> root.path("clip_grad_norm").isNull() ? Optional.of(0.0) : Optional.empty())
                .ifPresent(norm -> taken.take("maxGradNorm", norm, "clip_grad_norm"));
    }

    private static boolean hasOwnRate(JsonNode root) {
        String optimizer = root.path("optimizer").path("optimizer").asText("");
        return optimizer.startsWith("PRODIGY") || optimizer.startsWith("DADAPT");
    }

    private void readOptimizer(JsonNode optimizer) {
        Optional<String> kind = word(optimizer, "optimizer");
        kind.ifPresent(there -> taken.choose("optimizer", OPTIMIZERS.getOrDefault(there, there), "optimizer", there));
        if (kind.filter(OPTIMIZERS::containsKey).isPresent()) {
            number(optimizer, "weight_decay")
                    .ifPresent(decay -> taken.take("weightDecay", decay, "optimizer.weight_decay"));
            for (String key : List.of("beta1", "beta2", "eps")) {
                number(optimizer, key)
                        .filter(value -> !ADAMW_DEFAULTS.contains(key + " = " + TakenOver.plain(value))
                                && !(key.equals("eps") && value == 1e-8))
                        .ifPresent(value -> taken.leave("optimizer." + key, TakenOver.plain(value)));
            }
        }
    }

    private void readLossAndMasks(JsonNode root) {
        word(root, "loss_weight_fn").ifPresent(weight -> {
            boolean snr = weight.equals("MIN_SNR_GAMMA");
            taken.take("minSnrGamma", snr ? number(root, "loss_weight_strength").orElse(5.0) : 0.0, "loss_weight_fn");
            if (!snr && !weight.equals("CONSTANT")) {
                taken.leave("loss_weight_fn", weight);
            }
        });
        if (isOn(root, "masked_training")) {
            taken.take("masks", MaskSource.FILES, "masked_training");
            number(root, "unmasked_weight")
                    .ifPresent(weight -> taken.take("unmaskedWeight", weight, "unmasked_weight"));
            flag(root, "normalize_masked_area_loss")
                    .ifPresent(on -> taken.take("normalizeMasks", on, "normalize_masked_area_loss"));
            number(root, "unmasked_probability")
                    .ifPresent(share -> taken.leaveUnless("unmasked_probability", share, 0));
            number(root, "masked_prior_preservation_weight")
                    .ifPresent(weight -> taken.leaveUnless("masked_prior_preservation_weight", weight, 0));
        }
    }

    private void readPictures(JsonNode root) {
        word(root, "resolution").ifPresent(text -> {
            List<Matcher> sizes =
                    Stream.of(text.split(",", -1)).map(SIZE::matcher).toList();
            if (sizes.stream().allMatch(Matcher::matches)) {
                taken.takeSides(
                        sizes.stream()
                                .map(size -> TakenOver.side(
                                        Double.parseDouble(size.group(1)),
                                        Double.parseDouble(size.group(size.group(2) == null ? 1 : 2))))
                                .toList(),
                        "resolution");
            } else {
                taken.leave("resolution", text);
            }
        });
        flag(root, "aspect_ratio_bucketing").ifPresent(on -> taken.take("buckets", on, "aspect_ratio_bucketing"));
    }

    /** What it says of each folder, of which the first counts here. */
    private void readConcept(JsonNode concept) {
        JsonNode image = concept.path("image");
        JsonNode text = concept.path("text");
        flag(image, "enable_random_flip").ifPresent(on -> taken.take("randomFlip", on, "enable_random_flip"));
        flag(image, "enable_crop_jitter").ifPresent(on -> taken.take("randomCrop", on, "enable_crop_jitter"));
        for (String colour : List.of("brightness", "contrast", "saturation", "hue")) {
            if (isOn(image, "enable_random_" + colour)) {
                String setting = "random" + colour.substring(0, 1).toUpperCase(Locale.ROOT) + colour.substring(1);
                number(image, "random_" + colour + "_max_strength")
                        .ifPresent(strength -> taken.take(setting, strength, "random_" + colour));
            }
        }
        Stream.of("enable_random_rotate", "enable_random_mask_rotate_crop", "enable_random_circular_mask_shrink")
                .filter(key -> isOn(image, key))
                .forEach(key -> taken.leave(key, "true"));
        flag(text, "enable_tag_shuffling").ifPresent(on -> {
            taken.take("shuffleTags", on, "enable_tag_shuffling");
            number(text, "keep_tags_count")
                    .filter(count -> on)
                    .ifPresent(count -> taken.take("keepTags", count.intValue(), "keep_tags_count"));
        });
        if (isOn(text, "tag_dropout_enable")) {
            taken.leave(
                    "tag_dropout_probability",
                    TakenOver.plain(number(text, "tag_dropout_probability").orElse(0.0)));
        }
    }

    private static Optional<Double> number(JsonNode node, String key) {
        return Optional.of(node.path(key)).filter(JsonNode::isNumber).map(JsonNode::asDouble);
    }

    private static Optional<Boolean> flag(JsonNode node, String key) {
        return Optional.of(node.path(key)).filter(JsonNode::isBoolean).map(JsonNode::asBoolean);
    }

    private static boolean isOn(JsonNode node, String key) {
        return node.path(key).asBoolean(false);
    }

    private static Optional<String> word(JsonNode node, String key) {
        return Optional.of(node.path(key))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .filter(text -> !text.isEmpty());
    }
}
