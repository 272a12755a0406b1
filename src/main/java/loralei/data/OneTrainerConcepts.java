package loralei.data;

import com.fasterxml.jackson.databind.JsonNode;
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

/** OneTrainer's list of concepts, as its window saves it; a name that is left out stands for its default there. */
final class OneTrainerConcepts {
    private static final String STANDARD = ConceptNode.STANDARD;

    /** What changes nothing that is learned here, or what something else that is asked for switches on. */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "__version",
            "name",
            "seed",
            "image",
            "text",
            ConceptNode.OWN,
            "concept_stats",
            "image_variations",
            "validation_concept",
            "repeats");

    private static final Set<String> STRENGTHS = Set.of(
            "__version",
            "random_rotate_max_angle",
            "random_brightness_max_strength",
            "random_contrast_max_strength",
            "random_saturation_max_strength",
            "random_hue_max_strength",
            "resolution_override");

    private static final Set<String> WORDS = Set.of(
            "__version",
            "prompt_path",
            "tag_dropout_mode",
            "tag_dropout_probability",
            "tag_dropout_special_tags_mode",
            "tag_dropout_special_tags",
            "tag_dropout_special_tags_regex",
            "keep_tags_count",
            "caps_randomize_mode",
            "caps_randomize_probability",
            "caps_randomize_lowercase");

    /** What is said of the order of tags. */
    private static final List<String> OF_TAGS =
            List.of("enable_tag_shuffling", "tag_dropout_enable", "keep_tags_count");

    /** What the sides of all pictures are multiples of where there are no buckets. */
    private static final int STEP = 64;

    /** The weight of what is masked where the file says none. */
    private static final double OTHERS_UNMASKED = 0.1;

    private final Path file;
    private final TrainingConfig config;
    private final Set<String> notTaken = new LinkedHashSet<>();
    private final Set<String> skipped = new LinkedHashSet<>();

    OneTrainerConcepts(Path file, TrainingConfig config) {
        this.file = file;
        this.config = config;
    }

    /** The list in a file, which is all of it or a part of OneTrainer's settings. */
    static JsonNode list(JsonNode root) {
        return root.isArray() ? root : root.path("concepts");
    }

    /** Reads a list of concepts, or all of OneTrainer's settings with such a list in them. */
    DataSet read(JsonNode root) throws PictureFolderException {
        JsonNode list = list(root);
        FileOptions run = new FileOptions(file, root);
        boolean masked = run.flag("masked_training", false);
        List<Concept> concepts = new ArrayList<>();
        for (JsonNode entry : list) {
            FileOptions options = new FileOptions(file, entry);
            if (!options.flag("enabled", true)) {
                continue;
            }
            String folder = options.text("path", "");
            String kind = options.flag("validation_concept", false) ? "VALIDATION" : options.text("type", STANDARD);
            if (kind.equals(STANDARD)) {
                Concept concept = concept(options, entry, DataSetFile.folder(file, folder));
                concepts.add(masked ? concept.ruled(concept.rules().withMasks(MaskSource.FILES)) : concept);
            } else {
                skipped.add(options.text("name", folder) + " (" + kind + ")");
            }
        }
        List<Message> notes = new ArrayList<>();
        if (!notTaken.isEmpty()) {
            notes.add(Message.of("dataset.notTaken", FileNames.of(file), listed(notTaken)));
        }
        if (!skipped.isEmpty()) {
            notes.add(Message.of("dataset.skipped", FileNames.of(file), listed(skipped)));
        }
        if (masked) {
            ofMasks(run).ifPresent(notes::add);
        }
        return new DataSet(concepts, notes);
    }

    /** What the file says of masks and the settings say otherwise. */
    private Optional<Message> ofMasks(FileOptions run) throws PictureFolderException {
        Set<String> others = new LinkedHashSet<>();
        double least = run.number("unmasked_weight", OTHERS_UNMASKED);
        if (least != config.unmaskedWeight()) {
            others.add("unmasked_weight = " + least);
        }
        boolean normalized = run.flag("normalize_masked_area_loss", false);
        if (normalized != config.normalizeMasks()) {
            others.add("normalize_masked_area_loss = " + normalized);
        }
        return others.isEmpty()
                ? Optional.empty()
                : Optional.of(Message.of("dataset.ofTheRun", FileNames.of(file), listed(others)));
    }

    private Concept concept(FileOptions options, JsonNode entry, Path folder) throws PictureFolderException {
        FileOptions image = new FileOptions(file, entry.path("image"));
        FileOptions text = new FileOptions(file, entry.path("text"));
        FileOptions own = new FileOptions(file, entry.path(ConceptNode.OWN));
        boolean together = options.text("balancing_strategy", "REPEATS").equals(ConceptNode.SAMPLES);
        double often = options.number("balancing", options.number("repeats", 1));
        List<String> prompts = prompts(text);
        String prompt = prompts.size() == 1 ? prompts.get(0) : own.text(ConceptNode.PROMPT, "");
        boolean asTheRun = entry.has(ConceptNode.OWN) && OF_TAGS.stream().noneMatch(entry.path("text")::has);
        CaptionRules rules = asTheRun ? CaptionRules.of(config) : captions(options, text);
        if (prompts.size() > 1) {
            rules = rules.withLines(CaptionLines.RANDOM);
        }
        boolean ofClass = own.text(ConceptNode.ROLE, "").equals(ConceptNode.OF_CLASS);
        Concept concept = new Concept(
                folder,
                options.flag("include_subdirectories", false),
                Optional.empty(),
                texts(text, prompts),
                prompt.isEmpty() ? rules : rules.withPrompt(prompt),
                new Concept.Share(often, together),
                options.number("loss_weight", 1),
                ofClass ? Example.Role.CLASS : Example.Role.INSTANCE,
                image.flag("enable_random_flip", true),
                resolution(image),
                rules(options, image));
        options.pass(WITHOUT_EFFECT);
        image.pass(STRENGTHS);
        text.pass(WORDS);
        text.pass(Set.copyOf(OF_TAGS));
        own.pass(Set.of(ConceptNode.PROMPT));
        Stream.of(options, image, text, own)
                .flatMap(part -> part.others().stream())
                .forEach(notTaken::add);
        return concept;
    }

    private PictureRules rules(FileOptions options, FileOptions image) throws PictureFolderException {
        PictureRules ours = PictureRules.of(config);
        ColourRules colours = new ColourRules(
                strength(image, "brightness"),
                strength(image, "contrast"),
                strength(image, "saturation"),
                strength(image, "hue"),
                false);
        return ours.with(new Variation(
                image.flag("enable_crop_jitter", true),
                colours,
                Math.max(options.whole("image_variations", 1), ours.variation().count()),
                config.seed()));
    }

    private static double strength(FileOptions image, String name) throws PictureFolderException {
        double strength = image.number("random_" + name + "_max_strength", 0);
        return image.flag("enable_random_" + name, false) ? strength : 0;
    }

    /** The lines of one file for all, if that is where texts stand. */
    private List<String> prompts(FileOptions text) throws PictureFolderException {
        String path = text.text("prompt_path", "");
        if (!source(text).equals("concept")) {
            return List.of();
        }
        CaptionFile prompts = CaptionFile.read(DataSetFile.folder(file, path));
        if (prompts.lines().isEmpty()) {
            throw DataSetFile.broken(file, Message.of("dataset.noPrompts", prompts.file()));
        }
        return prompts.lines();
    }

    private static String source(FileOptions text) throws PictureFolderException {
        return text.text("prompt_source", "sample");
    }

    /** In files, in one file for all, where a single prompt stands in for texts, or in the names of the pictures. */
    private static Concept.Texts texts(FileOptions text, List<String> prompts) throws PictureFolderException {
        if (source(text).equals("filename")) {
            return (picture, scan) -> List.of(Sidecars.stem(FileNames.of(picture)));
        }
        if (prompts.isEmpty()) {
            return Concept.Texts.BESIDE;
        }
        return (picture, scan) -> prompts.size() == 1 ? List.of() : prompts;
    }

    private CaptionRules captions(FileOptions options, FileOptions text) throws PictureFolderException {
        CaptionRules ours = CaptionRules.of(config);
        boolean drops = text.flag("tag_dropout_enable", false);
        String mode = text.text("tag_dropout_mode", "FULL");
        double dropout = text.number("tag_dropout_probability", 0);
        if (drops && !mode.equals("RANDOM")) {
            notTaken.add("tag_dropout_mode = " + mode);
        }
        if (drops && !text.text("tag_dropout_special_tags_mode", "NONE").equals("NONE")) {
            notTaken.add("tag_dropout_special_tags_mode");
        }
        if (text.flag("caps_randomize_enable", false)) {
            notTaken.add("caps_randomize_enable");
        }
        if (!text.text("tag_delimiter", ",").strip().equals(",")) {
            notTaken.add("tag_delimiter = " + text.text("tag_delimiter", ""));
        }
        CaptionRules.Tags tags = new CaptionRules.Tags(
                text.flag("enable_tag_shuffling", false),
                text.whole("keep_tags_count", 1),
                drops && mode.equals("RANDOM") ? dropout : 0,
                Math.max(options.whole("text_variations", 1), ours.tags().variants()));
        return new CaptionRules(
                ours.lines() == CaptionLines.NONE ? ours.lines() : CaptionLines.RANDOM,
                ours.prompt(),
                ours.instance(),
                ours.ofClass(),
                ours.prefix(),
                ours.suffix(),
                ours.wildcards(),
                tags,
                ours.dropout(),
                ours.seed(),
                false);
    }

    /** One number or several; OneTrainer also takes sides. */
    private Optional<Resolutions> resolution(FileOptions image) throws PictureFolderException {
        String written = image.text("resolution_override", "").strip();
        if (!image.flag("enable_resolution_override", false)) {
            return Optional.empty();
        }
        List<String> sides = List.of(written.split("\\s*,\\s*", -1));
        if (!sides.stream().allMatch(ConceptEntry::isSide)) {
            notTaken.add("resolution_override = " + written);
            return Optional.empty();
        }
        return Optional.of(Resolutions.of(sides.stream()
                .mapToInt(Integer::parseInt)
                .map(side -> config.buckets() ? side : Math.round(side / (float) STEP) * STEP)
                .toArray()));
    }

    private static Message listed(Set<String> names) {
        return FileNames.listed(names.stream().map(Message::text).toList(), ", ");
    }
}
