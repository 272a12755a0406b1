package loralei.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import loralei.config.BaseWeights;
import loralei.config.LrScheduler;
import loralei.config.Setting;
import loralei.config.SettingType;
import loralei.config.Settings;
import loralei.config.TrainingConfig;
import loralei.model.MemoryPlan;
import loralei.text.Message;
import loralei.text.SettingName;

/**
 * What may be another when a run goes on, and then changes what it learns.
 *
 * @param settings the settings in effect, by name
 * @param steps steps of the whole run
 * @param baseModel mark of the base model's content
 */
public record RunConditions(Map<String, String> settings, int steps, String baseModel) {
    private static final String BASE_WEIGHTS = "baseWeights";

    /** What changes no number, is compared by its content, or must not change at all. */
    private static final Set<String> LEFT_OUT = Set.of(
            "family",
            "baseModel",
            "vae",
            "textEncoders",
            "instanceDir",
            "pictureEdits",
            "classDir",
            "numClassImages",
            "subfolders",
            "masks",
            "batchSize",
            "scaleLr",
            "epochs",
            "steps",
            "saveEvery",
            "optimizer",
            "rank",
            "alpha",
            "startFrom",
            "seed",
            "gradientCheckpointing",
            "offload",
            "outputDir",
            "outputName",
            "savePrecision",
            "previewPrompts",
            "previewEvery",
            "previewEveryEpochs",
            "previewAtStart",
            "previewSampler",
            "validateEvery",
            "cacheSize");

    /** How runs were before these settings came. */
    private static final Map<String, String> BEFORE =
            Map.of("buckets", "false", "rankDropout", "0", "prior", "off", "wildcards", "false", BASE_WEIGHTS, "same");

    /**
     * Those of a run.
     *
     * @param memory how the base model's weights are held
     * @param device where it is trained
     * @param baseModel mark of the base model's content
     */
    public static RunConditions of(
            TrainingConfig config, RunPlan plan, MemoryPlan memory, String device, String baseModel) {
        Map<String, Object> values = config.values();
        Map<String, String> settings = new TreeMap<>();
        for (Setting<?> setting : Settings.ALL) {
            if (!LEFT_OUT.contains(setting.name())) {
                settings.put(setting.name(), setting.type().toText(values.get(setting.name())));
            }
        }
        settings.put("learningRate", SettingType.NUMBER.toText(config.effectiveLearningRate()));
        settings.put("precision", plan.type().id());
        settings.put(BASE_WEIGHTS, memory.weights().kept().id());
        settings.put("device", device);
        return new RunConditions(settings, plan.steps(), baseModel);
    }

    /** What the base model's weights were held in. */
    BaseWeights baseWeights() {
        String kept = settings.get(BASE_WEIGHTS);
        return Stream.of(BaseWeights.values())
                .filter(kind -> kind.isEightBits() && kind.id().equals(kept))
                .findFirst()
                .orElse(BaseWeights.SAME);
    }

    /**
     * What is another in these conditions, in words for the person who goes on with a run.
     *
     * @param before the conditions when it was last saved
     */
    List<Message> changesSince(RunConditions before) {
        List<Message> changes = new ArrayList<>();
        if (!baseModel.equals(before.baseModel)) {
            changes.add(Message.of("train.otherBaseModel"));
        }
        settings.forEach((name, now) -> {
            String then = before.settings.getOrDefault(name, BEFORE.getOrDefault(name, now));
            if (!then.equals(now)) {
                changes.add(Message.of("train.settingChanged", SettingName.of(name), then, now));
            }
        });
        if (steps != before.steps && followsLength()) {
            changes.add(Message.of("train.otherLength", before.steps, steps));
        }
        return changes;
    }

    private boolean followsLength() {
        String scheduler = settings.get("lrScheduler");
        return !LrScheduler.CONSTANT.id().equals(scheduler)
                && !LrScheduler.CONSTANT_WITH_WARMUP.id().equals(scheduler);
    }
}
