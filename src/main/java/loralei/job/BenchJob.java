package loralei.job;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loralei.config.TrainingConfig;
import loralei.config.UserError;
import loralei.data.PictureSize;
import loralei.diffusion.NoiseSchedule;
import loralei.diffusion.SchedulerConfig;
import loralei.lora.LoraAdapter;
import loralei.lora.Target;
import loralei.model.BaseModel;
import loralei.model.Checkpoints;
import loralei.model.Conditioning;
import loralei.model.MemoryPlan;
import loralei.model.ModelFamily;
import loralei.model.RandomWeights;
import loralei.model.Unet;
import loralei.model.UnetConfig;
import loralei.model.Workplace;
import loralei.text.Message;
import loralei.torch.Allocator;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;
import loralei.torch.Kernels;
import loralei.torch.Memory;
import loralei.torch.Randoms;
import loralei.torch.Scope;
import loralei.torch.Tensor;
import loralei.torch.Threads;
import loralei.train.DenoisingLoss;
import loralei.train.Optimizer;
import loralei.train.Optimizers;
import loralei.train.StepInputs;
import loralei.train.TrainingStep;

/** Measures training steps on noise: seconds and peak memory. */
public final class BenchJob {
    private static final int PIXELS_PER_LATENT = 8;
    private static final int TEXT_TOKENS = 77;

    private final TrainingConfig config;
    private final ComputeDevice device;
    private final ComputeType type;
    private final MemoryPlan plan;
    private long peakDeviceMemory;
    private Optional<MemoryWatch> watch = Optional.empty();

    private BenchJob(TrainingConfig config) {
        this.config = config;
        this.device = Devices.device(
                config.device(),
                CardChoice.effort(config, PictureSize.square(config.resolution().largest())));
        this.type = Devices.type(config.precision(), device);
        this.plan = chosen();
    }

    /** Runs the steps on the calling thread. */
    public static BenchResult run(BenchRequest request) throws IOException {
        BenchJob job = new BenchJob(request.config());
        try (ComputeDevice device = job.device) {
            return job.measure(request);
        }
    }

    private BenchResult measure(BenchRequest request) throws IOException {
        Randoms.seed(config.seed());
        Allocator.fit(type, device);
        if (request.memory().isPresent()) {
            if (Memory.inUse(device) == 0) {
                throw UserError.run(Message.of("bench.noMemoryTold"), Message.of("bench.whereMemoryIsTold"));
            }
            Allocator.giveBack(); // or what is free again would count as in use
        }
        double start = seconds();
        try (Unet unet = request.randomWeights() ? random() : load();
                LoraAdapter adapter = new LoraAdapter(Target.of(config, unet.config()), device);
                Optimizer optimizer = Optimizers.make(config, adapter, device)) {
            adapter.initialise(config.seed());
            double built = seconds() - start;
            Threads.fit(unet.parameters(), latents());
            DenoisingLoss objective = new DenoisingLoss(
                    unet,
                    new NoiseSchedule(SchedulerConfig.STABLE_DIFFUSION),
                    plan.checkpoints(),
                    device,
                    () -> begin(StepMemory.Part.BACKWARD));
            TrainingStep oneStep = new TrainingStep(
                    objective,
                    adapter,
                    new WatchedOptimizer(optimizer, () -> begin(StepMemory.Part.OPTIMIZER)),
                    config.maxGradNorm());
            double warmUp = seconds(oneStep, unet);
            List<Double> steps = new ArrayList<>();
            for (int i = 0; i < request.steps(); i++) {
                steps.add(seconds(oneStep, unet));
            }
            BenchResult result = result(request, unet, adapter, built, warmUp, steps);
            if (request.memory().isPresent()) {
                watched(oneStep, unet).write(request.memory().get());
            }
            return result;
        }
    }

    /** The memory in use over one more step. */
    private StepMemory watched(TrainingStep step, Unet unet) {
        MemoryWatch over = MemoryWatch.start(() -> Memory.inUse(device));
        watch = Optional.of(over);
        try {
            seconds(step, unet);
            return over.stop();
        } finally {
            watch = Optional.empty();
        }
    }

    private void begin(StepMemory.Part part) {
        watch.ifPresent(over -> {
            device.finish();
            over.begin(part);
        });
    }

    private long latents() {
        long side = config.resolution().largest() / PIXELS_PER_LATENT;
        return config.batchSize() * side * side;
    }

    private Unet random() {
        UnetConfig unet = ModelFamily.of(config.family()).unet();
        return Unet.planned(unet, new RandomWeights(device, type), device, plan.weights());
    }

    private Unet load() {
        return BaseModel.of(config).loadUnet(device, plan.weights());
    }

    private MemoryPlan chosen() {
        return new MemoryChooser(
                        config,
                        type,
                        MemoryRoom.unknown(device.isGpu()), // what is measured does not depend on who else is there
                        new RunMemory(
                                config,
                                PictureSize.square(config.resolution().largest()),
                                PreviewJob.Net.released(config.family()),
                                Workplace.of(device)))
                .choose()
                .plan();
    }

    private double seconds(TrainingStep step, Unet unet) {
        double start = seconds();
        try (Scope scope = Scope.open()) {
            step.run(noise(unet.config()), 1, config.effectiveLearningRate()).close();
            device.finish();
        }
        double seconds = seconds() - start;
        peakDeviceMemory = Math.max(peakDeviceMemory, Memory.usedOnDevice(device)); // may take its time
        return seconds;
    }

    private StepInputs noise(UnetConfig unet) {
        int batch = config.batchSize();
        long side = config.resolution().largest() / PIXELS_PER_LATENT;
        Tensor states = device.move(Randoms.randn(batch, TEXT_TOKENS, unet.contextSize()));
        List<Tensor> added = new ArrayList<>();
        if (unet.hasAddedConditioning()) {
            added.add(device.move(Randoms.randn(batch, unet.pooledSize())));
            added.add(device.move(Randoms.randn(batch, UnetConfig.TIME_IDS)));
        }
        float[] weights = new float[batch];
        java.util.Arrays.fill(weights, 1f / batch);
        return new StepInputs(
                device.move(Randoms.randn(batch, UnetConfig.LATENT_CHANNELS, side, side)),
                device.move(Randoms.randn(batch, UnetConfig.LATENT_CHANNELS, side, side)),
                Randoms.randint(1000, batch),
                new Conditioning(Kernels.tensor("to_dtype", states, type.number()), added),
                device.move(Tensor.of(weights, batch)));
    }

    private BenchResult result(
            BenchRequest request, Unet unet, LoraAdapter adapter, double built, double warmUp, List<Double> steps) {
        List<Double> sorted = steps.stream().sorted().toList();
        double median = sorted.isEmpty() ? warmUp : sorted.get(sorted.size() / 2);
        return new BenchResult(
                config.family().id(),
                request.randomWeights() ? "random" : config.baseModel().toString(),
                config.resolution().largest(),
                config.batchSize(),
                config.rank(),
                config.optimizer().id(),
                type.id(),
                plan.checkpoints() != Checkpoints.NONE,
                device.id(),
                Threads.count(),
                unet.parameters(),
                adapter.layout().count(),
                built,
                warmUp,
                List.copyOf(steps),
                median,
                1 / median,
                Memory.peakResident(),
                peakDeviceMemory);
    }

    private static double seconds() {
        return System.nanoTime() / 1e9;
    }
}
