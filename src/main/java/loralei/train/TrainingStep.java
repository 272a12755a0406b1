package loralei.train;

import loralei.lora.LoraAdapter;
import loralei.torch.Allocator;
import loralei.torch.Kernels;
import loralei.torch.Tensor;

/** What is done in each step: derive, clip, move. */
public final class TrainingStep {
    private final DenoisingLoss objective;
    private final LoraAdapter adapter;
    private final Optimizer optimizer;
    private final double maxGradNorm;
    private boolean moving;
    private boolean settled;

    /** {@code maxGradNorm} is the longest gradient that is not shortened; 0: none is. */
    public TrainingStep(DenoisingLoss objective, LoraAdapter adapter, Optimizer optimizer, double maxGradNorm) {
        this.objective = objective;
        this.adapter = adapter;
        this.optimizer = optimizer;
        this.maxGradNorm = maxGradNorm;
    }

    /**
     * What a step computed.
     *
     * @param evaluation the tensors
     * @param loss the loss
     * @param gradNorm the gradient's length before clipping
     */
    public record Result(DenoisingLoss.Evaluation evaluation, double loss, double gradNorm) implements AutoCloseable {
        /** Whether loss and gradient are numbers; if not, the adapter was left as it is. */
        public boolean isFinite() {
            return Double.isFinite(loss) && Double.isFinite(gradNorm);
        }

        @Override
        public void close() {
            evaluation.close();
        }
    }

    /** Whether a step failed while it moved the adapter, so that nobody knows how far it came. */
    boolean hasMovedInPart() {
        return moving;
    }

    /**
     * Runs a step.
     *
     * @param inputs what it is computed from
     * @param lossScale what the loss is multiplied by in the derivative, so that fp16 holds it
     * @param learningRate how far the adapter moves
     */
    public Result run(StepInputs inputs, double lossScale, double learningRate) {
        if (settled) {
            return step(inputs, lossScale, learningRate);
        }
        // What the first step leaves for good lies between what it freed, so that later ones find other room: those of
        // SD1.5 held 0.4 GB more. Given back once, before it and after it, that costs nothing that can be measured.
        Allocator.trim();
        Result result = step(inputs, lossScale, learningRate);
        Allocator.trim();
        settled = true;
        return result;
    }

    private Result step(StepInputs inputs, double lossScale, double learningRate) {
        Kernels.run("fill", adapter.gradients(), 0.0);
        DenoisingLoss.Evaluation evaluation = objective.backward(inputs, adapter, lossScale);
        try (Tensor norm = Kernels.tensor("clip_grad_norm", adapter.gradients(), lossScale, maxGradNorm)) {
            float[] numbers = Kernels.scalars(evaluation.loss(), norm); // a GPU's only stop in the step
            Result result = new Result(evaluation, numbers[0], numbers[1]);
            if (result.isFinite()) {
                moving = true;
                optimizer.step(learningRate);
                moving = false;
            }
            return result;
        }
    }
}
