package loralei.job.stored;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import loralei.config.AutoSwitch;
import loralei.config.BaseWeights;
import loralei.config.Family;
import loralei.config.JsonText;
import loralei.model.ClipTextEncoder;
import loralei.model.ModelFamily;
import loralei.text.Message;

/**
 * Settings in kohya's spelling: {@code ss_*} of {@code train_network.py}, each a text as Python's {@code str()} writes it.
 */
final class KohyaSettings {
    private static final String PREFIX = "ss_";
    private static final String NONE = "None";
    private static final String TRUE = "True";

    /** A class with arguments: torch.optim.adamw.AdamW(weight_decay=0.01,betas=(0.9, 0.99)). */
    private static final Pattern OPTIMIZER = Pattern.compile("([^(]+)(?:\\((.*)\\))?", Pattern.DOTALL);

    private static final Pattern ARGUMENT = Pattern.compile("(\\w+)\\s*=\\s*(\\([^)]*\\)|\\[[^\\]]*\\]|[^,]*)");
    private static final Pattern NUMBER = Pattern.compile("\\d+(?:\\.\\d+)?");

    /** Optimizers that find their own rate, and are given a factor about 1 in its place. */
    private static final Pattern OWN_RATE = Pattern.compile("(?i).*(?:prodigy|dadapt).*");

    /** What is off where it is this, and has no counterpart here otherwise. */
    private static final Map<String, Double> OFF = offs();

    /** The same of switches. */
    private static final List<String> SWITCHES =
            List.of("color_aug", "zero_terminal_snr", "debiased_estimation", "full_fp16");

    /** What our own adapters know of kohya's options; all others are left. */
    private static final String RANK_DROPOUT = "rank_dropout";

    private static final Set<String> KINDS_OF_LORA = Set.of("lora", "locon");

    private final Map<String, String> metadata;
    private final TakenOver taken;

    KohyaSettings(Map<String, String> metadata, TakenOver taken) {
        this.metadata = metadata;
        this.taken = taken;
    }

    private static Map<String, Double> offs() {
        Map<String, Double> offs = new LinkedHashMap<>();
        offs.put("network_dropout", 0.0);
        offs.put("gradient_accumulation_steps", 1.0);
        offs.put("noise_offset", 0.0);
        offs.put("adaptive_noise_scale", 0.0);
        offs.put("multires_noise_iterations", 0.0);
        offs.put("ip_noise_gamma", 0.0);
        offs.put("scale_weight_norms", 0.0);
        offs.put("caption_dropout_every_n_epochs", 0.0);
        return offs;
    }

    /** Whether there are any: OneTrainer writes two of the names, for A1111. */
    static boolean areIn(Map<String, String> metadata) {
        return metadata.containsKey("ss_network_module")
                || metadata.containsKey("ss_network_dim")
                || metadata.containsKey("ss_learning_rate");
    }

    /** Takes over what there is. */
    void read() {
        readNetwork();
        readRate();
        readLength();
        readLoss();
        readPictures();
        readSubset();
        OFF.forEach((name, off) -> number(name).ifPresent(value -> taken.leaveUnless(name, value, off)));
        SWITCHES.stream().filter(this::isOn).forEach(name -> taken.leave(name, TRUE));
        text("loss_type").filter(type -> !type.equals("l2")).ifPresent(type -> taken.leave("loss_type", type));
        text("face_crop_aug_range").ifPresent(range -> taken.leave("face_crop_aug_range", range));
        number("clip_skip")
                .filter(skip -> skip > usualSkip())
                .ifPresent(skip -> taken.leave("clip_skip", TakenOver.plain(skip)));
        text("sd_model_name").ifPresent(model -> taken.note(Message.of("stored.trainedOn", model)));
        if (metadata.getOrDefault("modelspec.prediction_type", "").startsWith("v")) {
            taken.note(Message.of("stored.velocity"));
        }
    }

    /** Which layer from the end kohya takes prompts from, where nothing is said of it. */
    private int usualSkip() {
        Family family = (Family) taken.settings().values().get("family");
        ClipTextEncoder.Output output =
                ModelFamily.of(family).textEncoders().get(0).output();
        return output == ClipTextEncoder.Output.PENULTIMATE ? 2 : 1;
    }

    private void readNetwork() {
        Optional<Double> rank = number("network_dim");
        rank.ifPresent(dim -> taken.take("rank", dim.intValue(), "network_dim"));
        Optional<String> alpha = text("network_alpha");
        number("network_alpha")
                .ifPresentOrElse(
                        value -> taken.take("alpha", value, "network_alpha"),
                        () -> rank.ifPresent(dim -> taken.take("alpha", 1.0, "network_alpha"))); // kohya's default
        text("network_dim").filter(dim -> rank.isEmpty()).ifPresent(dim -> taken.leave("network_dim", dim));
        alpha.filter(value -> number("network_alpha").isEmpty())
                .ifPresent(value -> taken.leave("network_alpha", value));
        text("network_module")
                .filter(module -> !module.equals("networks.lora"))
                .ifPresent(module -> taken.leave("network_module", module));
        json("network_args").properties().forEach(option -> {
            String name = option.getKey();
            String value = option.getValue().asText();
            boolean plainLora = name.equals("algo") && KINDS_OF_LORA.contains(value.toLowerCase(Locale.ROOT));
            if (name.equals(RANK_DROPOUT) && parsed(value).isPresent()) {
                taken.take("rankDropout", parsed(value).get(), name);
            } else if (!plainLora && !value.equals(NONE) && !value.isEmpty()) {
                taken.leave(name, value);
            }
        });
        text("text_encoder_lr")
                .filter(rates -> NUMBER.matcher(rates).results().anyMatch(rate -> Double.parseDouble(rate.group()) > 0))
                .ifPresent(rates -> taken.leave("text_encoder_lr", rates));
    }

    private void readRate() {
        String optimizer = text("optimizer").orElse("");
        Matcher parts = OPTIMIZER.matcher(optimizer);
        String name = parts.matches() ? parts.group(1).strip() : "";
        String plain = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        Optional<Double> rate = number("unet_lr").filter(value -> value > 0).or(() -> number("learning_rate"));
        if (OWN_RATE.matcher(plain).matches()) {
            rate.ifPresent(value -> taken.leave("learning_rate", TakenOver.plain(value)));
        } else {
            rate.ifPresent(value -> taken.take("learningRate", value, "learning_rate"));
        }
        if (!name.isEmpty()) {
            taken.choose("optimizer", plain.replace("paged", "").replace("adamw32bit", "adamw"), "optimizer", name);
        }
        if (parts.matches() && parts.group(2) != null) {
            readArguments(parts.group(2), plain.contains("adamw"));
        }
        text("lr_scheduler").ifPresent(scheduler -> {
            String id = scheduler.replaceFirst(".*\\.", "");
            taken.choose("lrScheduler", id, "lr_scheduler", scheduler);
            // with plain "constant" kohya has no warm-up
            number("lr_warmup_steps").filter(steps -> !id.equals("constant")).ifPresent(this::readWarmup);
        });
        number("max_grad_norm").ifPresent(norm -> taken.take("maxGradNorm", norm, "max_grad_norm"));
    }

    /** A whole number of steps, or a share of all. */
    private void readWarmup(double steps) {
        double all = number("max_train_steps").orElse(0.0);
        taken.take("lrWarmupSteps", (int) (steps < 1 ? steps * all : steps), "lr_warmup_steps");
    }

    private void readArguments(String arguments, boolean adamW) {
        Matcher argument = ARGUMENT.matcher(arguments);
        while (argument.find()) {
            String value = argument.group(2).strip();
            Optional<Double> number = parsed(value);
            if (argument.group(1).equals("weight_decay") && adamW && number.isPresent()) {
                taken.take("weightDecay", number.get(), "weight_decay");
            } else {
                taken.leave(argument.group(1), value);
            }
        }
    }

    private void readLength() {
        number("max_train_steps")
                .filter(steps -> steps > 0)
                .ifPresentOrElse(
                        steps -> taken.take("steps", steps.intValue(), "max_train_steps"),
                        () -> number("num_epochs")
                                .ifPresent(epochs -> taken.take("epochs", epochs.intValue(), "num_epochs")));
        number("seed").ifPresent(seed -> taken.take("seed", seed.longValue(), "seed"));
        if (isOn("gradient_checkpointing")) { // off needs no mention: it is chosen where there is room
            taken.take("gradientCheckpointing", AutoSwitch.ON, "gradient_checkpointing");
        }
        if (isOn("fp8_base") || isOn("fp8_base_unet")) {
            taken.take("baseWeights", BaseWeights.FP8, "fp8_base");
        }
    }

    private void readLoss() {
        number("min_snr_gamma").ifPresent(gamma -> taken.take("minSnrGamma", gamma, "min_snr_gamma"));
        number("num_reg_images").filter(count -> count > 0).ifPresent(count -> {
            number("prior_loss_weight").ifPresent(weight -> taken.take("priorLossWeight", weight, "prior_loss_weight"));
            taken.note(Message.of("stored.classImages", count.longValue()));
        });
        number("caption_dropout_rate").ifPresent(share -> taken.take("captionDropout", share, "caption_dropout_rate"));
        number("caption_tag_dropout_rate")
                .ifPresent(share -> taken.take("tagDropout", share, "caption_tag_dropout_rate"));
        number("max_token_length")
                .ifPresent(length -> taken.choose(
                        "maxTokens", String.valueOf(length.intValue()), "max_token_length", TakenOver.plain(length)));
        number("validation_split")
                .filter(share -> share > 0)
                .ifPresent(share -> taken.take("validationShare", share, "validation_split"));
    }

    private void readPictures() {
        List<Integer> sides = new ArrayList<>();
        JsonNode sets = json("datasets");
        for (JsonNode set : sets) {
            JsonNode size = set.path("resolution");
            if (size.size() == 2) {
                sides.add(TakenOver.side(size.get(0).asDouble(), size.get(1).asDouble()));
            }
        }
        if (sides.isEmpty()) {
            List<Double> numbers =
                    text("resolution").map(KohyaSettings::numbers).orElse(List.of());
            if (!numbers.isEmpty()) {
                sides.add(TakenOver.side(numbers.get(0), numbers.get(numbers.size() - 1)));
            }
        }
        taken.takeSides(sides, "resolution");
        number("batch_size_per_device")
                .or(() -> Optional.of(sets.path(0).path("batch_size_per_device"))
                        .filter(JsonNode::isInt)
                        .map(JsonNode::asDouble))
                .ifPresent(size -> taken.take("batchSize", size.intValue(), "batch_size"));
        text("enable_bucket")
                .map(TRUE::equals)
                .or(() -> Optional.of(sets.path(0).path("enable_bucket"))
                        .filter(JsonNode::isBoolean)
                        .map(JsonNode::asBoolean))
                .ifPresent(on -> taken.take("buckets", on, "enable_bucket"));
        if (isOn("enable_bucket")) {
            text("bucket_no_upscale").ifPresent(no -> taken.take("enlarge", !no.equals(TRUE), "bucket_no_upscale"));
        }
    }

    private static List<Double> numbers(String text) {
        return NUMBER.matcher(text)
                .results()
                .map(found -> Double.parseDouble(found.group()))
                .toList();
    }

    /** What kohya says once for all pictures, or for each folder of a list, of which the first counts here. */
    private void readSubset() {
        JsonNode subset = json("datasets").path(0).path("subsets").path(0);
        option("flip_aug", subset).ifPresent(on -> taken.take("randomFlip", on, "flip_aug"));
        option("random_crop", subset).ifPresent(on -> taken.take("randomCrop", on, "random_crop"));
        option("shuffle_caption", subset).ifPresent(on -> taken.take("shuffleTags", on, "shuffle_caption"));
        option("enable_wildcard", subset).ifPresent(on -> taken.take("wildcards", on, "enable_wildcard"));
        number("keep_tokens")
                .or(() -> Optional.of(subset.path("keep_tokens"))
                        .filter(JsonNode::isInt)
                        .map(JsonNode::asDouble))
                .ifPresent(count -> taken.take("keepTags", count.intValue(), "keep_tokens"));
        for (String name : List.of("keep_tokens_separator", "secondary_separator")) {
            Optional.of(subset.path(name).asText(""))
                    .filter(value -> !value.isEmpty())
                    .ifPresent(value -> taken.leave(name, value));
        }
        if (subset.path("color_aug").asBoolean(false)) {
            taken.leave("color_aug", TRUE);
        }
    }

    private Optional<Boolean> option(String name, JsonNode subset) {
        return text(name)
                .map(TRUE::equals)
                .or(() -> Optional.of(subset.path(name))
                        .filter(JsonNode::isBoolean)
                        .map(JsonNode::asBoolean));
    }

    private boolean isOn(String name) {
        return text(name).filter(TRUE::equals).isPresent();
    }

    private Optional<String> text(String name) {
        return Optional.ofNullable(metadata.get(PREFIX + name))
                .map(String::strip)
                .filter(value -> !value.isEmpty() && !value.equals(NONE));
    }

    private Optional<Double> number(String name) {
        return text(name).flatMap(KohyaSettings::parsed);
    }

    private static Optional<Double> parsed(String value) {
        try {
            double number = Double.parseDouble(value);
            return Double.isFinite(number) ? Optional.of(number) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private JsonNode json(String name) {
        try {
            return JsonText.FOREIGN.readTree(metadata.getOrDefault(PREFIX + name, "{}"));
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance(); // something else then, and nothing to take over
        }
    }
}
