package loralei.gui.form;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import loralei.config.Setting;
import loralei.config.Settings;

/**
 * The rows of the form, made from the table of settings. This class only says where a setting stands; a new one that is
 * not named here comes under "Length and rate".
 */
final class FormRows {
    private static final Map<Section, List<String>> PLACES = Map.of(
            Section.PLAIN,
            List.of(
                    "baseModel",
                    "instanceDir",
                    "instancePrompt",
                    "classPrompt",
                    "prior",
                    "classDir",
                    "numClassImages",
                    "batchSize",
                    "scaleLr",
                    "epochs",
                    "saveEvery",
                    "optimizer",
                    "previewPrompts",
                    "outputName"),
            Section.PICTURES,
            List.of(
                    "pictureEdits",
                    "resolution",
                    "buckets",
                    "bucketStep",
                    "enlarge",
                    "randomCrop",
                    "randomBrightness",
                    "randomContrast",
                    "randomSaturation",
                    "randomHue",
                    "pictureVariants",
                    "masks",
                    "unmaskedWeight",
                    "normalizeMasks",
                    "priorLossWeight",
                    "vae",
                    "textEncoders"),
            Section.PREVIEWS,
            List.of(
                    "previewEvery",
                    "previewEveryEpochs",
                    "previewAtStart",
                    "previewSampler",
                    "validationShare",
                    "validateEvery"),
            Section.CAPTIONS,
            List.of(
                    "captions",
                    "captionPrefix",
                    "captionSuffix",
                    "wildcards",
                    "shuffleTags",
                    "keepTags",
                    "tagDropout",
                    "captionDropout",
                    "captionVariants",
                    "maxTokens",
                    "subfolders",
                    "randomFlip"),
            Section.LORA,
            List.of("startFrom", "rank", "alpha", "rankDropout"),
            Section.MEMORY_AND_SPEED,
            List.of("precision", "baseWeights", "gradientCheckpointing", "offload", "device"),
            Section.OUTPUT,
            List.of("outputDir", "savePrecision", "cacheSize"));

    /** The tab decides on it. */
    private static final String FAMILY = "family";

    private static final String SCALE_LR = "scaleLr";

    /** The one text of several lines. */
    private static final String PROMPTS = "previewPrompts";

    /** From the top down. */
    static final List<FormRow> ALL = Settings.ALL.stream()
            .filter(setting -> !setting.name().equals(FAMILY))
            .map(FormRows::row)
            .sorted(Comparator.comparing(FormRow::section).thenComparing(FormRows::placeInSection))
            .toList();

    private FormRows() {}

    /** Whether another row stands beside this one, so that there is no room for a unit. */
    static boolean hasNeighbour(FormRow row) {
        int next = ALL.indexOf(row) + 1;
        return next < ALL.size() && ALL.get(next).beside();
    }

    private static FormRow row(Setting<?> setting) {
        Section section = Arrays.stream(Section.values())
                .filter(place -> PLACES.getOrDefault(place, List.of()).contains(setting.name()))
                .findFirst()
                .orElse(Section.LENGTH_AND_RATE);
        EditorKind kind = setting.name().equals(PROMPTS) ? EditorKind.LINES : EditorKind.of(setting.type());
        return new FormRow(setting, section, kind, setting.name().equals(SCALE_LR));
    }

    /** Rows without a place of their own keep the order of the table. */
    private static int placeInSection(FormRow row) {
        return PLACES.getOrDefault(row.section(), List.of()).indexOf(row.name());
    }
}
