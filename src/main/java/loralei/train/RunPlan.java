package loralei.train;

import java.util.ArrayList;
import java.util.List;
import loralei.config.TrainingConfig;
import loralei.data.BatchPlan;
import loralei.diffusion.NoiseSchedule;
import loralei.diffusion.PredictionType;
import loralei.torch.ComputeType;

/**
 * How long a run is and what it shows when.
 *
 * @param batches which pictures each step shows
 * @param steps steps of the whole run
 * @param checkpointSteps the steps after which a checkpoint is written
 * @param schedule the noise schedule
 * @param type what the network computes in
 */
public record RunPlan(
        BatchPlan batches, int steps, List<Integer> checkpointSteps, NoiseSchedule schedule, ComputeType type) {

    /** The plan for so many pictures. */
    public static RunPlan of(TrainingConfig config, int pictures, NoiseSchedule schedule, ComputeType type) {
        BatchPlan batches = new BatchPlan(pictures, config.batchSize(), config.seed());
        int steps = config.steps() > 0 ? config.steps() : Math.toIntExact(batches.totalSteps(config.epochs()));
        List<Integer> checkpoints = new ArrayList<>();
        if (config.saveEvery() > 0) {
            for (long step = config.saveEvery(); step < steps; step += config.saveEvery()) {
                checkpoints.add((int) step);
            }
        }
        return new RunPlan(batches, steps, List.copyOf(checkpoints), schedule, type);
    }

    /** How many pictures there are. */
    public int pictures() {
        return batches.pictures();
    }

    /** How often each picture is shown. */
    public double epochs() {
        return steps * (double) batches.batchSize() / pictures();
    }

    boolean vPrediction() {
        return schedule.predictionType() == PredictionType.V_PREDICTION;
    }

    /** kohya's word for the precision. */
    String mixedPrecision() {
        return type == ComputeType.FP32 ? "no" : type.id();
    }

    /** Name and version of this program. */
    String program() {
        String version = RunPlan.class.getPackage().getImplementationVersion();
        return "loralei/" + (version == null ? "development" : version);
    }
}
