package loralei.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import loralei.config.Choice;
import loralei.config.TrainingConfig;
import loralei.data.CropGeometry;
import loralei.data.EncodedExample;
import loralei.data.PictureSize;

/** What {@code run.json} of a trace tells: settings, and what each traced step shows. */
final class RunDescription {
    private RunDescription() {}

    /** The description of a run of whose steps the first {@code traced} are recorded. */
    static Map<String, Object> of(TrainingConfig config, RunPlan plan, TrainingMaterial material, int traced) {
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("seed", config.seed());
        run.put("device", material.device().id());
        run.put("precision", material.type().id());
        run.put("steps", plan.steps());
        run.put("prediction_type", plan.schedule().predictionType().id());
        run.put("prompts", material.prompts().keySet());
        run.put(
                "pictures",
                plan.examples().stream()
                        .map(example -> example.picture().path().toString())
                        .toList());
        List<List<Map<String, Object>>> samples = new ArrayList<>();
        for (int step = 1; step <= Math.min(traced, plan.steps()); step++) {
            int[] indices = plan.batches().indices(step);
            List<Map<String, Object>> batch = new ArrayList<>();
            for (int place = 0; place < indices.length; place++) {
                EncodedExample encoded = material.examples().get(indices[place]);
                SampleDraw draw = SampleDraw.of(config.seed(), step, place, encoded.example());
                batch.add(sample(encoded.seen(draw.flip()), draw));
            }
            samples.add(batch);
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

    /** A sample of a step; sizes are width and height, the crop is what is cut off above and at the left. */
    private static Map<String, Object> sample(EncodedExample sample, SampleDraw draw) {
        CropGeometry geometry = sample.geometry();
        PictureSize bucket = geometry.target();
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("file", sample.example().picture().path().toString());
        told.put("prompt", draw.prompt());
        told.put("bucket", List.of(bucket.width(), bucket.height()));
        told.put("crop", List.of(geometry.cropTop(), geometry.cropLeft()));
        told.put("flip", draw.flip());
        told.put("role", sample.example().role().id());
        return told;
    }

    private static Object printable(Object value) {
        if (value instanceof Choice choice) {
            return choice.id();
        }
        return value instanceof Number || value instanceof Boolean ? value : value.toString();
    }
}
