package loralei.train;

import loralei.diffusion.NoiseSchedule;
import loralei.diffusion.PredictionType;
import loralei.model.AdapterBank;
import loralei.model.Checkpoints;
import loralei.model.Tape;
import loralei.model.Unet;
import loralei.torch.ComputeDevice;
import loralei.torch.Kernels;
import loralei.torch.Tensor;

/** The training objective: the weighted squared error of the UNet's prediction, and its gradient. */
public final class DenoisingLoss {
    private final Unet unet;
    private final NoiseSchedule schedule;
    private final Checkpoints checkpoints;
    private final ComputeDevice device;
    private final Runnable predicted;

    /** The objective for this network and noise schedule. */
    public DenoisingLoss(Unet unet, NoiseSchedule schedule, Checkpoints checkpoints, ComputeDevice device) {
        this(unet, schedule, checkpoints, device, () -> {});
    }

    /** The same; {@code predicted} is called where the prediction is made and its derivative begins. */
    public DenoisingLoss(
            Unet unet, NoiseSchedule schedule, Checkpoints checkpoints, ComputeDevice device, Runnable predicted) {
        this.unet = unet;
        this.schedule = schedule;
        this.checkpoints = checkpoints;
        this.device = device;
        this.predicted = predicted;
    }

    /**
     * What one evaluation computed, in fp32 and on the device.
     *
     * @param noisyLatents the UNet's input (B, 4, h, w)
     * @param modelPred the UNet's output
     * @param target the noise, or the velocity
     * @param loss the loss, a scalar
     */
    public record Evaluation(Tensor noisyLatents, Tensor modelPred, Tensor target, Tensor loss)
            implements AutoCloseable {
        @Override
        public void close() {
            noisyLatents.close();
            modelPred.close();
            target.close();
            loss.close();
        }
    }

    /** Computes the loss, and adds its gradient, times {@code lossScale}, to the adapters' gradients. */
    public Evaluation backward(StepInputs inputs, AdapterBank adapters, double lossScale) {
        try (Tape tape = Tape.training(checkpoints)) {
            Evaluation evaluation = forward(inputs, adapters, tape);
            predicted.run();
            try (Tensor gradient = gradient(inputs, evaluation.modelPred(), evaluation.target(), lossScale)) {
                tape.backward(gradient).close();
            }
            return evaluation;
        }
    }

    /** Computes the loss alone. */
    public double value(StepInputs inputs, AdapterBank adapters) {
        try (Tape tape = Tape.inference();
                Evaluation evaluation = forward(inputs, adapters, tape)) {
            return evaluation.loss().floats()[0];
        }
    }

    private Evaluation forward(StepInputs inputs, AdapterBank adapters, Tape tape) {
        try (Tensor a = factors(inputs.timesteps(), true);
                Tensor b = factors(inputs.timesteps(), false);
                Tensor timesteps = device.move(inputs.timesteps())) {
            Tensor noisy = Kernels.tensor("blend", inputs.latents(), inputs.noise(), a, b);
            Tensor target = target(inputs, noisy, timesteps, a, b);
            Tensor modelPred = unet.forward(noisy, timesteps, inputs.conditioning(), adapters, tape);
            return new Evaluation(noisy, modelPred, target, loss(inputs, modelPred, target));
        }
    }

    private static Tensor loss(StepInputs inputs, Tensor modelPred, Tensor target) {
        return inputs.mask()
                .map(mask -> Kernels.tensor("masked_mse_loss", modelPred, target, inputs.weights(), mask))
                .orElseGet(() -> Kernels.tensor("mse_loss", modelPred, target, inputs.weights()));
    }

    private static Tensor gradient(StepInputs inputs, Tensor modelPred, Tensor target, double scale) {
        return inputs.mask()
                .map(mask ->
                        Kernels.tensor("masked_mse_loss_backward", modelPred, target, inputs.weights(), scale, mask))
                .orElseGet(() -> Kernels.tensor("mse_loss_backward", modelPred, target, inputs.weights(), scale));
    }

    private Tensor target(StepInputs inputs, Tensor noisy, Tensor timesteps, Tensor a, Tensor b) {
        Tensor target = target(inputs, a, b);
        if (inputs.predicted() == 0) {
            return target;
        }
        int count = inputs.predicted();
        try (target;
                Tape tape = Tape.inference();
                Tensor input = last(noisy, count);
                Tensor times = last(timesteps, count);
                Tensor prediction =
                        unet.forward(input, times, inputs.conditioning().last(count), AdapterBank.NONE, tape)) {
            return Kernels.tensor("with_last", target, prediction);
        }
    }

    private static Tensor last(Tensor tensor, int count) {
        return Kernels.tensor("last", tensor, count);
    }

    private Tensor target(StepInputs inputs, Tensor a, Tensor b) {
        if (schedule.predictionType() == PredictionType.EPSILON) {
            return inputs.noise().share();
        }
        try (Tensor minusB = Kernels.tensor("combine", b, b, -1.0, 0.0)) {
            return Kernels.tensor("blend", inputs.noise(), inputs.latents(), a, minusB);
        }
    }

    /** The roots of alphas_cumprod at each timestep, or of its complement: fp32 (B). */
    private Tensor factors(Tensor timesteps, boolean ofSignal) {
        long[] steps = timesteps.longs();
        float[] values = new float[steps.length];
        for (int i = 0; i < steps.length; i++) {
            int t = Math.toIntExact(steps[i]);
            values[i] = ofSignal ? schedule.sqrtAlphasCumprod(t) : schedule.sqrtOneMinusAlphasCumprod(t);
        }
        try (Tensor onCpu = Tensor.of(values, values.length)) {
            return device.move(onCpu);
        }
    }
}
