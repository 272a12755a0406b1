package loralei.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import loralei.config.CaptionLines;
import loralei.config.MaskSource;
import loralei.config.Resolutions;
import loralei.config.TrainingConfig;
import loralei.text.Message;

/** kohya's {@code --dataset_config}: subsets, each a folder, with options of their own, of their data set and of all. */
final class KohyaDataSet {
    private static final String SUBSETS = "subsets";
    private static final String BATCH_SIZE = "batch_size";

    /** What changes speed or memory and nothing that is learned, or says what holds here anyway. */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "cache_info",
            "cache_latents",
            "cache_latents_to_disk",
            "skip_cache_check",
            "masked_loss",
            "vae_batch_size",
            "token_warmup_min");

    /** What is said of a whole run here. */
    private static final Set<String> OF_THE_RUN = Set.of(
            BATCH_SIZE,
            "enable_bucket",
            "min_bucket_reso",
            "max_bucket_reso",
            "bucket_reso_steps",
            "bucket_no_upscale",
            "max_token_length",
            "prior_loss_weight");

    private final Path file;
    private final TrainingConfig config;
    private final Set<String> notTaken = new LinkedHashSet<>();
    private final Set<String> ofTheRun = new LinkedHashSet<>();

    KohyaDataSet(Path file, TrainingConfig config) {
        this.file = file;
        this.config = config;
    }

    DataSet read(JsonNode root) throws PictureFolderException {
        List<Concept> concepts = new ArrayList<>();
        for (JsonNode dataSet : root.path("datasets")) {
            for (JsonNode subset : dataSet.path(SUBSETS)) {
                ObjectNode shared = JsonNodeFactory.instance.objectNode();
                dataSet.properties().forEach(field -> shared.set(field.getKey(), field.getValue()));
                shared.remove(SUBSETS);
                concepts.add(concept(new FileOptions(file, root.path("general"), shared, subset)));
            }
        }
        return new DataSet(
                concepts,
                Stream.of(note("dataset.notTaken", notTaken), note("dataset.ofTheRun", ofTheRun))
                        .flatMap(Optional::stream)
                        .toList());
    }

    private Concept concept(FileOptions options) throws PictureFolderException {
        String folder = options.text("image_dir", "");
        if (folder.isEmpty()) {
            throw new PictureFolderException(Message.of("dataset.noFolder", file), LeftOut.NOTHING);
        }
        CaptionRules captions = captions(options);
        Concept concept = new Concept(
                DataSetFile.folder(file, folder),
                config.subfolders(),
                Optional.empty(),
                Concept.Texts.BESIDE,
                captions,
                new Concept.Share(options.number("num_repeats", 1), false),
                1,
                options.flag("is_reg", false) ? Example.Role.CLASS : Example.Role.INSTANCE,
                options.flag("flip_aug", config.randomFlip()),
                resolution(options),
                rules(options));
        options.pass(WITHOUT_EFFECT);
        for (String other : options.others()) {
            boolean run = OF_THE_RUN.contains(other.substring(0, other.indexOf(' ')));
            if (!other.equals(BATCH_SIZE + " = " + config.batchSize())) {
                (run ? ofTheRun : notTaken).add(other);
            }
        }
        return concept;
    }

    /** Where kohya's trainer has a folder for masks, it is there for {@code --masked_loss}. */
    private PictureRules rules(FileOptions options) throws PictureFolderException {
        PictureRules ours = PictureRules.of(config);
        Variation all = ours.variation();
        ColourRules colours = all.colours();
        boolean changed = options.flag("color_aug", colours.kohya());
        PictureRules rules = ours.with(new Variation(
                options.flag("random_crop", all.crop()),
                new ColourRules(colours.brightness(), colours.contrast(), colours.saturation(), colours.hue(), changed),
                all.count(),
                all.seed()));
        String folder = options.text("conditioning_data_dir", "");
        boolean alpha = options.flag("alpha_mask", false);
        if (!folder.isEmpty()) {
            return rules.withMasksIn(DataSetFile.folder(file, folder));
        }
        return alpha ? rules.withMasks(MaskSource.ALPHA) : rules;
    }

    private CaptionRules captions(FileOptions options) throws PictureFolderException {
        CaptionRules ours = CaptionRules.of(config);
        boolean wildcards = options.flag("enable_wildcard", ours.wildcards());
        CaptionLines lines = wildcards ? CaptionLines.RANDOM : CaptionLines.FIRST;
        if (Set.of(".txt", ".caption").contains(options.text("caption_extension", ".caption"))) {
            options.pass(Set.of("caption_extension"));
        } else {
            notTaken.add("caption_extension = " + options.text("caption_extension", ""));
        }
        if (!options.text("caption_separator", ",").equals(",")) {
            notTaken.add("caption_separator = " + options.text("caption_separator", ""));
        }
        CaptionRules.Tags tags = new CaptionRules.Tags(
                options.flag("shuffle_caption", ours.tags().shuffled()),
                options.whole("keep_tokens", ours.tags().kept()),
                options.number("caption_tag_dropout_rate", ours.tags().dropout()),
                ours.tags().variants());
        return new CaptionRules(
                        ours.lines() == CaptionLines.NONE ? ours.lines() : lines,
                        ours.prompt(),
                        ours.instance(),
                        ours.ofClass(),
                        options.text("caption_prefix", ours.prefix()),
                        options.text("caption_suffix", ours.suffix()),
                        wildcards,
                        tags,
                        options.number("caption_dropout_rate", ours.dropout()),
                        ours.seed(),
                        false)
                .withPrompt(options.text("class_tokens", ours.prompt()));
    }

    /** Two numbers are width and height: a square of as many pixels, in the steps that a side has. */
    private static Optional<Resolutions> resolution(FileOptions options) throws PictureFolderException {
        Optional<JsonNode> value = options.value("resolution");
        if (value.isEmpty() || !value.get().isArray()) {
            int side = options.whole("resolution", 0);
            return side == 0 ? Optional.empty() : Optional.of(Resolutions.of(side));
        }
        double pixels = value.get().path(0).asDouble() * value.get().path(1).asDouble();
        return Optional.of(Resolutions.of(Math.max(64, (int) Math.round(Math.sqrt(pixels) / 64) * 64)));
    }

    private Optional<Message> note(String key, Set<String> names) {
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of(new Message(
                        key,
                        List.of(
                                FileNames.of(file),
                                FileNames.listed(
                                        names.stream().map(Message::text).toList(), ", "))));
    }
}
