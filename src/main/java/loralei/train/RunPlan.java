package loralei.train;

import java.util.List;
import java.util.Optional;
import loralei.config.Prior;
import loralei.config.TrainingConfig;
import loralei.config.UserError;
import loralei.data.BatchPlan;
import loralei.data.Example;
import loralei.diffusion.NoiseSchedule;
import loralei.diffusion.PredictionType;
import loralei.lora.StartingLora;
import loralei.lora.Target;
import loralei.model.UnetConfig;
import loralei.text.Message;
import loralei.text.SettingName;
import loralei.torch.ComputeType;

/**
 * How long a run is and what it shows when.
 *
 * @param examples what there is to learn from
 * @param batches which examples each step shows
 * @param steps steps of the whole run
 * @param checkpointSteps the steps after which a checkpoint is written
 * @param targets the layers that learn
 * @param start the LoRA that the run goes on from, if there is one; the targets are its
 * @param schedule the noise schedule
 * @param type what the network computes in
 */
public record RunPlan(
        List<Example> examples,
        BatchPlan batches,
        int steps,
        List<Integer> checkpointSteps,
        List<Target> targets,
        Optional<StartingLora> start,
        NoiseSchedule schedule,
        ComputeType type) {

    /** The plan for these examples. Fails with a person's message if it has more steps than can be counted. */
    public static RunPlan of(
            TrainingConfig config, List<Example> examples, UnetConfig unet, NoiseSchedule schedule, ComputeType type) {
        return of(config, examples, unet, Optional.empty(), schedule, type);
    }

    /** The same of a run that goes on from a LoRA, where there is one. */
    public static RunPlan of(
            TrainingConfig config,
            List<Example> examples,
            UnetConfig unet,
            Optional<StartingLora> start,
            NoiseSchedule schedule,
            ComputeType type) {
        BatchPlan batches = new BatchPlan(examples, toDraw(config, examples), config.batchSize(), config.seed());
        long steps = config.steps() > 0 ? config.steps() : batches.totalSteps(config.epochs());
        if (steps > Integer.MAX_VALUE) {
            throw tooLong(config.epochs(), batches, steps);
        }
        return new RunPlan(
                examples,
                batches,
                (int) steps,
                new CheckpointSteps(config.saveEvery(), (int) steps),
                start.map(StartingLora::targets).orElseGet(() -> Target.of(config, unet)),
                start,
                schedule,
                type);
    }

    /** How many class images will be drawn before the first step. */
    private static int toDraw(TrainingConfig config, List<Example> examples) {
        long there = examples.stream()
                .filter(example -> example.role() == Example.Role.CLASS)
                .map(Example::picture)
                .distinct()
                .count();
        return config.prior() == Prior.PICTURES ? (int) Math.max(0, config.numClassImages() - there) : 0;
    }

    private static UserError tooLong(int epochs, BatchPlan batches, long steps) {
        return UserError.request(
                Message.of("train.tooManySteps", epochs, batches.shownInAnEpoch(), steps, Integer.MAX_VALUE),
                Message.of(
                        "train.useEpochs",
                        SettingName.of("epochs", batches.mostEpochs(Integer.MAX_VALUE)),
                        SettingName.of("steps")));
    }

    /** How often each example is shown, times its repeats. */
    public double epochs() {
        return batches.epochsOf(steps);
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
