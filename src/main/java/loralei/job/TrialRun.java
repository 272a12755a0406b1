package loralei.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import loralei.config.TrainingConfig;
import loralei.diffusion.NoiseSchedule;
import loralei.lora.LoraAdapter;
import loralei.lora.Target;
import loralei.model.BaseModel;
import loralei.model.Checkpoints;
import loralei.model.Conditioning;
import loralei.model.Unet;
import loralei.model.UnetConfig;
import loralei.model.UnetModules;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;
import loralei.torch.Kernels;
import loralei.torch.Randoms;
import loralei.torch.Scope;
import loralei.torch.Tensor;
import loralei.train.DenoisingLoss;
import loralei.train.Optimizer;
import loralei.train.Optimizers;
import loralei.train.StepInputs;
import loralei.train.TrainingStep;

/** A few training steps of the shipped model, to see whether a device computes what the processor does. */
final class TrialRun {
    static final int STEPS = 10;

    private static final int BATCH = 2;
    private static final int SIDE = 8;
    private static final int TEXT_TOKENS = 77;
    private static final long SEED = 7;
    private static final double RATE = 1e-3;

    /** Keeps fp16 gradients from vanishing; the small model's are far from overflowing. */
    private static final double FP16_SCALE = 1024;

    /**
     * How far two devices are apart.
     *
     * @param loss the largest difference of a step's loss, relative to the loss
     * @param gradient the length of the difference of the first gradients, relative to the processor's gradient
     */
    record Outcome(double loss, double gradient) {
        /** Whether that is rounding: about four times what the kernels were measured to differ by. */
        boolean agrees(ComputeType type) {
            double bound = switch (type) {
                case FP32 -> 0.01; // convolutions in TF32 among them
                case FP16 -> 0.02;
                case BF16 -> 0.06;
            };
            return loss < bound && gradient < bound; // NaN is not
        }
    }

    private record Trained(List<Float> losses, FloatBuffer gradient) {}

    private TrialRun() {}

    /** Trains on the processor in fp32, and on a device in a type. */
    static Outcome compare(ComputeDevice device, ComputeType type) {
        try {
            Path folder = Files.createTempDirectory("loralei");
            try {
                BaseModel model = BaseModel.open(DemoMaterial.find(folder).model());
                return difference(train(model, ComputeDevice.cpu(), ComputeType.FP32), train(model, device, type));
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Trained train(BaseModel model, ComputeDevice device, ComputeType type) {
        double scale = type == ComputeType.FP16 ? FP16_SCALE : 1;
        TrainingConfig config = TrainingConfig.defaults(model.family());
        try (Scope whole = Scope.open();
                Unet unet = model.loadUnet(device, type);
                LoraAdapter adapter = new LoraAdapter(Target.of(UnetModules.attention(unet.config()), 4, 4), device);
                Optimizer optimizer = Optimizers.make(config, adapter, device)) {
            adapter.initialise(SEED);
            NoiseSchedule schedule = new NoiseSchedule(model.scheduler());
            DenoisingLoss objective = new DenoisingLoss(unet, schedule, Checkpoints.NONE, device);
            TrainingStep oneStep = new TrainingStep(objective, adapter, optimizer, 0);
            List<Float> losses = new ArrayList<>();
            FloatBuffer first = FloatBuffer.allocate(0);
            for (int step = 0; step < STEPS; step++) {
                Randoms.seed(SEED + step);
                try (Scope scope = Scope.open()) {
                    StepInputs inputs = inputs(unet.config(), schedule, device, type);
                    losses.add((float) oneStep.run(inputs, scale, RATE).loss());
                    first = step == 0 ? FloatBuffer.wrap(adapter.gradients().floats()) : first;
                }
            }
            return new Trained(losses, first);
        }
    }

    /** Draws of the processor's, and so the same for every device. */
    private static StepInputs inputs(UnetConfig unet, NoiseSchedule schedule, ComputeDevice device, ComputeType type) {
        Tensor states = device.move(Randoms.randn(BATCH, TEXT_TOKENS, unet.contextSize()));
        return new StepInputs(
                device.move(Randoms.randn(BATCH, UnetConfig.LATENT_CHANNELS, SIDE, SIDE)),
                device.move(Randoms.randn(BATCH, UnetConfig.LATENT_CHANNELS, SIDE, SIDE)),
                Randoms.randint(schedule.numTrainTimesteps(), BATCH),
                new Conditioning(Kernels.tensor("to_dtype", states, type.number()), List.of()),
                device.move(Tensor.of(new float[] {0.5f, 0.5f}, BATCH)));
    }

    private static Outcome difference(Trained processor, Trained device) {
        double loss = 0;
        for (int i = 0; i < STEPS; i++) {
            double expected = processor.losses().get(i);
            loss = Math.max(loss, Math.abs(device.losses().get(i) - expected) / expected);
        }
        double squares = 0;
        double difference = 0;
        for (int i = 0; i < processor.gradient().limit(); i++) {
            double expected = processor.gradient().get(i);
            squares += expected * expected;
            difference += Math.pow(device.gradient().get(i) - expected, 2);
        }
        return new Outcome(loss, Math.sqrt(difference / squares));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
