package loralei.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import loralei.config.Choice;
import loralei.config.Prior;
import loralei.config.Resolutions;
import loralei.config.TrainingConfig;
import loralei.data.CropGeometry;
import loralei.data.Example;
import loralei.data.ExamplePixels;
import loralei.data.PictureSize;
import loralei.model.CheckpointChoice;
import loralei.model.Checkpoints;
import loralei.model.MemoryPlan;

/** What {@code run.json} of a trace tells: settings, and what each traced step shows. */
final class RunDescription {
    private RunDescription() {}

    /** The description of a run of whose steps the first {@code traced} are recorded. */
    static Map<String, Object> of(TrainingConfig config, RunPlan plan, TrainingMaterial material, int traced) {
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("seed", config.seed());
        run.put("device", material.device().id());
        run.put("precision", material.type().id());
        run.put("memory plan", memory(material));
        run.put("steps", plan.steps());
        run.put("prediction_type", plan.schedule().predictionType().id());
        run.put("prompts", material.prompts().texts());
        run.put(
                "pictures",
                plan.examples().stream()
                        .map(example -> example.picture().path().toString())
                        .toList());
        List<List<Map<String, Object>>> samples = new ArrayList<>();
        for (int step = 1; step <= Math.min(traced, plan.steps()); step++) {
            int[] indices = plan.batches().indices(step);
            List<Map<String, Object>> inStep = new ArrayList<>();
            for (int place = 0; place < indices.length; place++) {
                Example example = plan.examples().get(indices[place]);
                inStep.add(sample(example, SampleDraw.of(config.seed(), step, place, example)));
            }
            if (config.prior() == Prior.PREDICTION) {
                inStep.addAll(inStep.stream().map(one -> predicted(one, config)).toList());
            }
            samples.add(inStep);
        }
        run.put("samples", samples);
        Map<String, Object> settings = new LinkedHashMap<>();
        config.values().forEach((name, value) -> settings.put(name, printable(value)));
        run.put("config", settings);
        AdamWSettings adamW = AdamWSettings.withDecay(config.weightDecay());
        run.put("betas", List.of(adamW.beta1(), adamW.beta2()));
        run.put("eps", adamW.eps());
        return run;
    }

    private static Map<String, Object> memory(TrainingMaterial material) {
        MemoryPlan plan = material.memory();
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("base_weights", plan.weights().heldIn());
        told.put(
                "offloaded_bytes",
                Math.min(
                        plan.weights().offloadedBytes(),
                        material.unet().parameters() * plan.type().bytes()));
        told.put("blocks_computed_twice", again(plan.checkpoints()));
        return told;
    }

    private static Object again(Checkpoints checkpoints) {
        return checkpoints instanceof CheckpointChoice some
                ? new TreeSet<>(some.paths())
                : checkpoints == Checkpoints.NONE ? "none" : "all";
    }

    /** A sample of a step; sizes are width and height, the crop is what is cut off above and at the left. */
    private static Map<String, Object> sample(Example sample, SampleDraw draw) {
        CropGeometry geometry = ExamplePixels.geometry(sample, draw.view());
        PictureSize bucket = geometry.target();
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("file", sample.picture().path().toString());
        told.put("prompt", draw.prompt());
        told.put("bucket", List.of(bucket.width(), bucket.height()));
        told.put("crop", List.of(geometry.cropTop(), geometry.cropLeft()));
        sample.crop()
                .ifPresent(
                        area -> // the crop above counts from this part of the file on
                        told.put("area", List.of(area.x(), area.y(), area.width(), area.height())));
        told.put("flip", draw.flip());
        if (sample.variation().variants() > 1) {
            told.put("variant", draw.view().variant());
        }
        told.put("role", sample.role().id());
        return told;
    }

    /** The same sample for the class prompt, whose target is the base model's own prediction. */
    private static Map<String, Object> predicted(Map<String, Object> sample, TrainingConfig config) {
        Map<String, Object> told = new LinkedHashMap<>(sample);
        told.put("prompt", config.classPrompt().strip());
        told.put("role", Example.Role.CLASS.id());
        return told;
    }

    private static Object printable(Object value) {
        if (value instanceof Choice choice) {
            return choice.id();
        }
        if (value instanceof Resolutions resolutions) {
            return resolutions.written();
        }
        return value instanceof Number || value instanceof Boolean ? value : value.toString();
    }
}
