package loralei.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.nio.file.Path;
import java.util.List;
import loralei.config.PictureSpec;
import loralei.data.PictureReview;
import loralei.text.Message;

/** What a run tells whoever watches it. Plain records, so that they can be shown, logged or written as JSON. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = TrainingEvent.Preparing.class, name = "preparing"),
    @JsonSubTypes.Type(value = TrainingEvent.Ready.class, name = "ready"),
    @JsonSubTypes.Type(value = TrainingEvent.Memory.class, name = "memory"),
    @JsonSubTypes.Type(value = TrainingEvent.Warning.class, name = "warning"),
    @JsonSubTypes.Type(value = TrainingEvent.Reviewed.class, name = "reviewed"),
    @JsonSubTypes.Type(value = TrainingEvent.Step.class, name = "step"),
    @JsonSubTypes.Type(value = TrainingEvent.Saved.class, name = "saved"),
    @JsonSubTypes.Type(value = TrainingEvent.ClassImage.class, name = "classImage"),
    @JsonSubTypes.Type(value = TrainingEvent.Drawn.class, name = "drawn"),
    @JsonSubTypes.Type(value = TrainingEvent.Validated.class, name = "validated"),
    @JsonSubTypes.Type(value = TrainingEvent.Finished.class, name = "finished"),
    @JsonSubTypes.Type(value = TrainingEvent.Copied.class, name = "copied"),
    @JsonSubTypes.Type(value = TrainingEvent.Stopped.class, name = "stopped")
})
public sealed interface TrainingEvent {
    /**
     * Something before the first step, or between two of them, goes on.
     *
     * @param what what
     * @param done how much of it is done
     * @param total how much there is; 0 where that is not known
     */
    record Preparing(Preparation what, int done, int total) implements TrainingEvent {}

    /**
     * The run is about to start.
     *
     * @param pictures pictures of the thing that will be shown
     * @param steps steps of the whole run
     * @param epochs how often each picture is shown
     * @param checkpointSteps steps after which a checkpoint is written; in JSON the first thousand
     * @param trainingPrompt what the pictures are trained on; the first one's, where they have several prompts
     * @param device cpu or cuda
     * @param precision type of the frozen weights and the arithmetic
     * @param adapterModules layers that get an adapter
     * @param adapterValues numbers that are trained
     * @param resumedFromStep the step that a resumed run goes on from; else 0
     * @param heldOut pictures that are not shown, and that the validation loss is measured by
     * @param classImages pictures of its class that will be shown beside them, those that are still to be drawn too
     */
    record Ready(
            int pictures,
            int steps,
            double epochs,

            @JsonSerialize(converter = CheckpointSteps.Beginning.class)
            List<Integer> checkpointSteps,

            String trainingPrompt,
            String device,
            String precision,
            int adapterModules,
            long adapterValues,
            int resumedFromStep,
            int heldOut,
            long classImages)
            implements TrainingEvent {

        /** Of a run without a validation loss and class images. */
        public Ready(
                int pictures,
                int steps,
                double epochs,
                List<Integer> checkpointSteps,
                String trainingPrompt,
                String device,
                String precision,
                int adapterModules,
                long adapterValues,
                int resumedFromStep) {
            this(
                    pictures,
                    steps,
                    epochs,
                    checkpointSteps,
                    trainingPrompt,
                    device,
                    precision,
                    adapterModules,
                    adapterValues,
                    resumedFromStep,
                    0,
                    0);
        }

        /** How many checkpoints are written before the end. */
        @JsonProperty
        public int checkpoints() {
            return checkpointSteps.size();
        }
    }

    /**
     * How the run uses memory, told before it starts.
     *
     * @param plan the whole of it, a sentence
     * @param neededBytes about what it takes at its peak
     * @param baseWeights what the base model's weights are held in
     * @param offloadedBytes how many bytes of them stay in main memory
     * @param blocksComputedTwice how many blocks of the network are computed twice
     * @param blocks how many there are
     */
    record Memory(
            Message plan,
            long neededBytes,
            String baseWeights,
            long offloadedBytes,
            int blocksComputedTwice,
            int blocks)
            implements TrainingEvent {}

    /**
     * Something that the person should know and that does not stop the run.
     *
     * @param text what, and what to do about it
     */
    record Warning(Message text) implements TrainingEvent {}

    /**
     * The pictures were looked at, without a training.
     *
     * @param review what they are like
     */
    record Reviewed(PictureReview review) implements TrainingEvent {}

    /**
     * A step is done.
     *
     * @param step the step, from 1
     * @param totalSteps steps of the whole run
     * @param epoch the epoch, from 1
     * @param loss the step's loss
     * @param smoothedLoss a running mean of the loss
     * @param learningRate the step's rate
     * @param gradNorm length of the gradient before clipping
     * @param stepsPerSecond recent speed
     * @param secondsLeft estimate for the rest of the run
     */
    record Step(
            int step,
            int totalSteps,
            long epoch,
            double loss,
            double smoothedLoss,
            double learningRate,
            double gradNorm,
            double stepsPerSecond,
            double secondsLeft)
            implements TrainingEvent {}

    /**
     * A LoRA was written.
     *
     * @param file where
     * @param step the step it is of
     * @param last whether it is the finished one
     */
    record Saved(Path file, int step, boolean last) implements TrainingEvent {}

    /**
     * A class image was drawn before the first step.
     *
     * @param file where it is
     * @param done how many of those that were missing are there now
     * @param total how many were missing
     */
    record ClassImage(Path file, int done, int total) implements TrainingEvent {}

    /**
     * A preview picture was drawn with the LoRA as it stands.
     *
     * @param file where it is
     * @param step the step that it is of; 0 before the first one
     * @param prompt which of the preview prompts, from 0
     * @param spec what it is
     */
    record Drawn(Path file, int step, int prompt, PictureSpec spec) implements TrainingEvent {}

    /**
     * The loss of the pictures that are held out was measured.
     *
     * @param step the step that it is of
     * @param loss their mean loss
     * @param bestStep the step with the lowest one so far
     * @param bestLoss the lowest one so far
     */
    record Validated(int step, double loss, int bestStep, double bestLoss) implements TrainingEvent {}

    /**
     * The run is done.
     *
     * @param lora the finished LoRA
     * @param steps steps of the whole run
     * @param seconds how long this start of it took
     */
    record Finished(Path lora, int steps, double seconds) implements TrainingEvent {}

    /**
     * The finished LoRA was copied to where it was wanted.
     *
     * @param lora the copy
     * @param withPreview whether there is a picture beside it
     */
    record Copied(Path lora, boolean withPreview) implements TrainingEvent {}

    /**
     * The run was stopped by the person, and can be resumed.
     *
     * @param state where its state is
     * @param step the last step that was done
     */
    record Stopped(Path state, int step) implements TrainingEvent {}
}
