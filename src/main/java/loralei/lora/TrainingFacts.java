package loralei.lora;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loralei.config.Family;
import loralei.config.OptimizerKind;

/**
 * What a finished or running training tells of itself in the metadata of its LoRA.
 *
 * @param family the model family
 * @param base the model that was trained on
 * @param adapter the LoRA
 * @param pictures the training data
 * @param method how it was trained
 * @param run when and how far
 * @param config the whole configuration as JSON, for {@code loralei.config}
 */
public record TrainingFacts(
        Family family, Base base, Adapter adapter, Pictures pictures, Method method, Run run, String config) {
    /**
     * The base model.
     *
     * @param name of its folder or file, without the way to it
     * @param legacyHash of its file as A1111 computed it at first, if it is one file
     * @param vPrediction true if it predicts velocity, false if noise
     */
    public record Base(String name, Optional<String> legacyHash, boolean vPrediction) {
        /** A folder. */
        public Base(String name, boolean vPrediction) {
            this(name, Optional.empty(), vPrediction);
        }
    }

    /**
     * The LoRA.
     *
     * @param name of the run, which its files and checkpoints share
     * @param title its name for people
     * @param type the kind of adapter
     * @param rank inner dimension
     * @param alpha numerator of the scale
     * @param rankDropout how likely a component of the rank was off in a step, 0 for never
     */
    public record Adapter(String name, String title, PeftType type, int rank, double alpha, double rankDropout) {}

    /**
     * The training data.
     *
     * @param folders where it lies, that of the thing to learn first
     * @param width of the trained pictures as asked for, pixels
     * @param height of the trained pictures as asked for, pixels
     * @param buckets the sizes that they are trained at
     * @param changes how pictures are changed at random
     */
    public record Pictures(List<Folder> folders, int width, int height, List<Bucket> buckets, Changes changes) {
        /** How many pictures an epoch shows: of the class, for prior preservation, or of the thing to learn. */
        int shown(boolean ofClass) {
            return folders.stream()
                    .filter(folder -> folder.ofClass() == ofClass)
                    .mapToInt(folder -> folder.pictures() * folder.repeats())
                    .sum();
        }
    }

    /**
     * How pictures are changed at random.
     *
     * @param flips whether some are also shown mirrored
     * @param crops whether what is cut off of them differs
     * @param colours whether their colours do
     */
    public record Changes(boolean flips, boolean crops, boolean colours) {}

    /**
     * The pictures of a folder that are shown equally often.
     *
     * @param name of the folder, without the way to it
     * @param ofClass whether they show the class of the thing to learn, for prior preservation
     * @param repeats how often an epoch shows each, kohya's {@code num_repeats}
     * @param prompts what the pictures are said to show, and of how many it is said
     */
    public record Folder(String name, boolean ofClass, int repeats, Map<String, Integer> prompts) {
        int pictures() {
            return prompts.values().stream().mapToInt(count -> count).sum();
        }
    }

    /**
     * A size that pictures are trained at.
     *
     * @param width in pixels
     * @param height in pixels
     * @param shown how many pictures of it an epoch shows
     */
    public record Bucket(int width, int height, int shown) {}

    /**
     * How it was trained.
     *
     * @param learningRate at its highest
     * @param scheduler how the rate moves, such as {@code constant} or {@code cosine}
     * @param warmupSteps steps until the rate is at its highest
     * @param optimizer how values follow their gradients
     * @param weightDecay of the optimizer
     * @param batchSize pictures a step
     * @param accumulationSteps batches whose gradients are summed for one step of the optimizer
     * @param maxGradNorm gradient norm to clip to, 0 for none
     * @param precision {@code no} for fp32, {@code fp16} or {@code bf16}
     * @param gradientCheckpointing true if activations are computed twice to save memory
     * @param priorLossWeight weight of the class pictures' loss
     * @param minSnrGamma of min-SNR weighting, if used
     */
    public record Method(
            double learningRate,
            String scheduler,
            int warmupSteps,
            OptimizerKind optimizer,
            double weightDecay,
            int batchSize,
            int accumulationSteps,
            double maxGradNorm,
            String precision,
            boolean gradientCheckpointing,
            double priorLossWeight,
            Optional<Double> minSnrGamma) {}

    /**
     * When and how far.
     *
     * @param program name and version of the trainer, such as {@code loralei/0.1.0}
     * @param sessionId a number that all files of one run share
     * @param seed of the random numbers
     * @param epochs planned passes over the pictures
     * @param epoch the pass that this file was written in, from 1
     * @param batchesPerEpoch batches in one pass
     * @param steps steps of the optimizer until this file was written
     * @param maxSteps planned steps
     * @param started start of the run
     * @param finished when this file was written
     */
    public record Run(
            String program,
            long sessionId,
            long seed,
            long epochs,
            long epoch,
            int batchesPerEpoch,
            int steps,
            int maxSteps,
            Instant started,
            Instant finished) {}
}
