package loralei.job;

import static loralei.config.Words.say;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import loralei.config.DeviceChoice;
import loralei.config.DeviceChoice.Kind;
import loralei.config.Family;
import loralei.config.PrecisionChoice;
import loralei.config.Problem;
import loralei.config.SavePrecision;
import loralei.config.TrainingConfig;
import loralei.config.UserError;
import loralei.config.Words;
import loralei.data.PictureFolderException;
import loralei.data.PictureScan;
import loralei.data.PictureSize;
import loralei.diffusion.NoiseSchedule;
import loralei.diffusion.SchedulerConfig;
import loralei.model.BaseModel;
import loralei.model.UnetConfig;
import loralei.safetensors.SafetensorsFile;
import loralei.safetensors.TensorInfo;
import loralei.torch.Card;
import loralei.torch.ComputeType;
import loralei.train.RunPlan;

/**
 * Looks at a training before it starts: pictures, steps, checkpoints, memory, disk. Reads configurations and headers
 * only, and does not load the engine, so that a window can ask at every change. A folder that did not change since the
 * last look is not read again.
 */
public final class PreviewJob {
    /** Values of the released UNets, for as long as there is no base model to count them in. */
    private static final Net SD15 = new Net(UnetConfig.SD15, 859_520_964L);

    private static final Net SDXL = new Net(UnetConfig.SDXL, 2_567_463_684L);

    /** In the CPU build of libtorch, which DJL takes wherever it is on the class path, graphics card or not. */
    private static final String CPU_ENGINE = "/pytorch/cpu";

    /** The state file holds the adapter and its moments in fp32. */
    private static final int STATE_BYTES = 12;

    /** Steps and epochs that nobody means, and whose list of checkpoints would not fit into memory. */
    private static final long MOST_CHECKPOINTS = 1_000_000;

    record Net(UnetConfig config, long parameters) {}

    private final ScanCache scans = new ScanCache();
    private Optional<Machine> machine = Optional.empty();

    /**
     * Looks at what is there, on the calling thread.
     *
     * @param config any settings, also such as cannot work
     */
    public RunPreview run(TrainingConfig config) {
        List<Problem> problems = new ArrayList<>();
        Net net = net(config, problems);
        Optional<PictureScan> scan = scan(config, problems);
        Optional<RunPreview.Length> length = scan.flatMap(found -> length(config, found));
        int side = Math.max(1, config.resolution());
        return new RunPreview(
                scan,
                scan.map(found -> found.smallerThan(new PictureSize(side, side)))
                        .orElse(List.of()),
                scan.map(PictureScan::duplicates).orElse(List.of()),
                length,
                memory(config, net),
                disk(
                        config,
                        net,
                        length.map(known -> known.checkpointSteps().size()).orElse(0)),
                !TrainRequest.of(config, false, false).check().isEmpty(),
                problems);
    }

    /** The UNet that a run trains, as far as its files tell; what is wrong with them is added to the problems. */
    static Net net(TrainingConfig config, List<Problem> problems) {
        try {
            BaseModel model = BaseModel.open(config.baseModel());
            if (model.family() != config.family()) {
                throw UserError.request(
                        say(
                                "This is a base model of the family {0}.",
                                model.family().label()),
                        say(
                                "Go to {0}, or choose another base model.",
                                model.family().label()));
            }
            try (SafetensorsFile file = SafetensorsFile.open(model.unetFile())) {
                long parameters = file.tensors().values().stream()
                        .mapToLong(TensorInfo::count)
                        .sum();
                return new Net(model.unetConfig(), parameters);
            }
        } catch (UserError e) {
            problems.add(new Problem("baseModel", config.baseModel().toString(), e.messageWords(), e.remedyWords()));
        } catch (IOException e) {
            problems.add(new Problem(
                    "baseModel",
                    config.baseModel().toString(),
                    say("Its weights cannot be read: {0}", Words.of(e)),
                    say("Get this file of the base model again, or choose another base model.")));
        }
        return config.family() == Family.SD15 ? SD15 : SDXL;
    }

    private Optional<PictureScan> scan(TrainingConfig config, List<Problem> problems) {
        try {
            return Optional.of(scans.scan(config.instanceDir()));
        } catch (PictureFolderException e) {
            problems.add(new Problem("instanceDir", config.instanceDir().toString(), Words.of(e), Words.text("")));
            return Optional.empty();
        }
    }

    /** As the run itself will plan it; empty for numbers that no run can have. */
    private static Optional<RunPreview.Length> length(TrainingConfig config, PictureScan scan) {
        int pictures = scan.pictures().size();
        boolean countless = config.saveEvery() > 0
                && Math.max(config.steps(), (long) config.epochs() * pictures) / config.saveEvery() > MOST_CHECKPOINTS;
        if (config.batchSize() < 1 || config.epochs() < 0 || countless) {
            return Optional.empty();
        }
        try {
            NoiseSchedule any = new NoiseSchedule(SchedulerConfig.STABLE_DIFFUSION); // has no say in the length
            RunPlan plan = RunPlan.of(config, pictures, any, ComputeType.FP32);
            return Optional.of(new RunPreview.Length(plan.steps(), plan.epochs(), plan.checkpointSteps()));
        } catch (ArithmeticException e) {
            return Optional.empty(); // more steps than an int can count
        }
    }

    private RunPreview.Memory memory(TrainingConfig config, Net net) {
        return memory(config, net, machine(), PreviewJob.class.getResource(CPU_ENGINE) != null);
    }

    static RunPreview.Memory memory(TrainingConfig config, Net net, Machine here, boolean cpuOnly) {
        List<Card> usable = here.gpus().usable();
        Kind kind = config.device().kind();
        boolean gpu = kind == Kind.CUDA || (kind == Kind.AUTO && !cpuOnly && !usable.isEmpty());
        List<RunPreview.Device> devices = usable.size() < 2
                ? List.of()
                : usable.stream()
                        .map(card -> new RunPreview.Device(
                                DeviceChoice.card(card.number()).id(), card.name()))
                        .toList();
        Optional<Card> card = Optional.empty();
        if (gpu) {
            card = config.device().card().isPresent()
                    ? here.gpus().numbered(config.device().card().getAsInt())
                    : here.gpus().first(CardChoice.fits(config, net));
        }
        long needed = card.map(known -> CardChoice.needed(config, net, known))
                .orElseGet(() -> MemoryEstimate.of(
                        config,
                        net.config(),
                        net.parameters(),
                        isWide(config.precision(), gpu) ? ComputeType.FP32.bytes() : ComputeType.FP16.bytes()));
        long available = gpu ? card.map(Card::memory).orElse(0L) : here.memory();
        return new RunPreview.Memory(
                needed, available > 0 ? OptionalLong.of(available) : OptionalLong.empty(), gpu, devices);
    }

    private static boolean isWide(PrecisionChoice precision, boolean gpu) {
        return precision == PrecisionChoice.FP32 || (precision == PrecisionChoice.AUTO && !gpu);
    }

    private static RunPreview.Disk disk(TrainingConfig config, Net net, int checkpoints) {
        long values = MemoryEstimate.adapterValues(config, net.config());
        int bytes = config.savePrecision() == SavePrecision.FP32 ? ComputeType.FP32.bytes() : ComputeType.FP16.bytes();
        return new RunPreview.Disk(
                values * bytes * (checkpoints + 1) + values * STATE_BYTES, Machine.freeDisk(config.outputDir()));
    }

    private synchronized Machine machine() {
        if (machine.isEmpty()) {
            machine = Optional.of(Machine.look());
        }
        return machine.get();
    }
}
