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
    private static final String STANDARD = "STANDARD";

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

    /** Reads a list of concepts, or all of OneTrainer's settings with such a list in them. */
    DataSet read(JsonNode root) throws PictureFolderException {
        JsonNode list = root.isArray() ? root : root.path("concepts");
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
        boolean together = options.text("balancing_strategy", "REPEATS").equals("SAMPLES");
        double often = options.number("balancing", options.number("repeats", 1));
        Concept concept = new Concept(
                folder,
                options.flag("include_subdirectories", false),
                Optional.empty(),
                texts(text),
                captions(options, text),
                new Concept.Share(often, together),
                options.number("loss_weight", 1),
                Example.Role.INSTANCE,
                image.flag("enable_random_flip", true),
                resolution(image),
                rules(options, image));
        image.others().stream().filter(name -> name.startsWith("enable_")).forEach(notTaken::add);
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

    /** In files, in one file for all, or in the names of the pictures. */
    private Concept.Texts texts(FileOptions text) throws PictureFolderException {
        String source = text.text("prompt_source", "sample");
        String path = text.text("prompt_path", "");
        if (source.equals("filename")) {
            return (picture, scan) -> List.of(Sidecars.stem(FileNames.of(picture)));
        }
        if (!source.equals("concept")) {
            return Concept.Texts.BESIDE;
        }
        CaptionFile prompts = CaptionFile.read(DataSetFile.folder(file, path));
        if (prompts.lines().isEmpty()) {
            throw DataSetFile.broken(file, Message.of("dataset.noPrompts", prompts.file()));
        }
        return (picture, scan) -> prompts.lines();
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
        String written = image.text("resolution_override", "");
        if (!image.flag("enable_resolution_override", false)) {
            return Optional.empty();
        }
        if (!written.matches("\\s*\\d{1,5}\\s*(?:,\\s*\\d{1,5}\\s*)*")) {
            notTaken.add("resolution_override = " + written);
            return Optional.empty();
        }
        return Optional.of(Resolutions.of(Stream.of(written.split(","))
                .mapToInt(side -> Integer.parseInt(side.strip()))
                .toArray()));
    }

    private static Message listed(Set<String> names) {
        return FileNames.listed(names.stream().map(Message::text).toList(), ", ");
    }
}
