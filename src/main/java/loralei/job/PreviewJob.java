package loralei.job;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import loralei.config.BaseWeights;
import loralei.config.CacheFolder;
import loralei.config.DeviceChoice;
import loralei.config.DeviceChoice.Kind;
import loralei.config.Family;
import loralei.config.PrecisionChoice;
import loralei.config.Problem;
import loralei.config.SavePrecision;
import loralei.config.TrainingConfig;
import loralei.config.UserError;
import loralei.data.Example;
import loralei.data.ExampleSource;
import loralei.data.Examples;
import loralei.data.HeldOut;
import loralei.data.LeftOut;
import loralei.data.PictureFolderException;
import loralei.data.PictureSize;
import loralei.diffusion.NoiseSchedule;
import loralei.diffusion.SchedulerConfig;
import loralei.model.BaseModel;
import loralei.model.ModelFamily;
import loralei.model.UnetConfig;
import loralei.model.Workplace;
import loralei.safetensors.DType;
import loralei.text.Message;
import loralei.torch.Card;
import loralei.torch.ComputeType;
import loralei.train.RunPlan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at a training before it starts: pictures, steps, checkpoints, memory, disk. Reads configurations and headers
 * only, and does not load the engine, so that a window can ask at every change. A folder that did not change since the
 * last look is not read again.
 */
public final class PreviewJob {
    private static final Logger LOG = LoggerFactory.getLogger(PreviewJob.class);

    /** In the CPU build of libtorch, which DJL takes wherever it is on the class path, graphics card or not. */
    private static final String CPU_ENGINE = "/pytorch/cpu";

    /** The state file holds the adapter and its moments in fp32. */
    private static final int STATE_BYTES = 12;

    /**
     * A UNet.
     *
     * @param parameters how many values it has
     * @param eightBits which 8 bits its weights lose least in: those of fp8 files have them, others are nearer in int8
     */
    record Net(UnetConfig config, long parameters, BaseWeights eightBits) {
        /** That of files with so many values of each type. */
        static Net of(UnetConfig config, Map<DType, Long> values) {
            long all = values.values().stream().mapToLong(Long::longValue).sum();
            long fp8 = values.getOrDefault(DType.F8_E4M3, 0L) + values.getOrDefault(DType.F8_E5M2, 0L);
            return new Net(config, all, 2 * fp8 > all ? BaseWeights.FP8 : BaseWeights.INT8);
        }

        /** That of the released base model of a family. */
        static Net released(Family family) {
            ModelFamily row = ModelFamily.of(family);
            return new Net(row.unet(), row.parameters(), BaseWeights.INT8);
        }
    }

    private record Found(Optional<Examples> examples, LeftOut leftOut) {}

    private final ScanCache scans = new ScanCache();
    private final StartLook starts = new StartLook();
    private final PromptAdviceJob tokens;
    private Optional<Machine> machine = Optional.empty();

    /** One that counts tokens by itself. */
    public PreviewJob() {
        this(new PromptAdviceJob());
    }

    /** {@code tokens} counts those of captions. */
    PreviewJob(PromptAdviceJob tokens) {
        this.tokens = tokens;
    }

    /**
     * Looks at what is there, on the calling thread.
     *
     * @param config any settings, also such as cannot work
     */
    public RunPreview run(TrainingConfig config) {
        List<Problem> problems = new ArrayList<>();
        Net net = net(config, problems);
        boolean modelIsRight = problems.isEmpty();
        Found found = look(config, problems);
        List<Message> start = modelIsRight ? start(config, problems) : List.of();
        Optional<Examples> examples = found.examples();
        Optional<HeldOut> parts = examples.map(all -> HeldOut.of(all.all(), config.validationShare(), config.seed()));
        Optional<RunPreview.Length> length =
                parts.flatMap(split -> length(config, split.trained(), net.config(), problems));
        PictureSize size = examples.map(Examples::largest)
                .orElseGet(
                        () -> PictureSize.square(Math.max(1, config.resolution().largest())));
        return new RunPreview(
                examples,
                found.leftOut(),
                length,
                memory(examples.map(all -> Examples.paired(config, all.all())).orElse(config), size, net),
                disk(
                        config,
                        net,
                        length.map(known -> known.checkpointSteps().size()).orElse(0)),
                !TrainRequest.of(config, false, false).check().isEmpty(),
                warnings(config, parts, length),
                examples.flatMap(all -> longestCaption(config, all)),
                parts.map(split -> Examples.pictures(split.heldOut())).orElse(0),
                problems,
                start);
    }

    /** What to tell of the LoRA that the run goes on from; what is wrong with it is added to the problems. */
    private List<Message> start(TrainingConfig config, List<Problem> problems) {
        StartLook.Seen seen = starts.look(config);
        seen.problem().ifPresent(problems::add);
        return seen.notes();
    }

    private Optional<LongestCaption> longestCaption(TrainingConfig config, Examples examples) {
        try {
            return tokens.longest(config, examples);
        } catch (IOException | UserError e) {
            LOG.warn("the captions' tokens cannot be counted", e);
            return Optional.empty();
        }
    }

    private static List<Message> warnings(
            TrainingConfig config, Optional<HeldOut> parts, Optional<RunPreview.Length> length) {
        return Stream.concat(
                        length.stream().flatMap(known -> RunWarnings.of(config, known.steps()).stream()),
                        parts.flatMap(split -> RunWarnings.ofHeldOut(config, split)).stream())
                .toList();
    }

    /** The UNet that a run trains, as far as its files tell; what is wrong with them is added to the problems. */
    static Net net(TrainingConfig config, List<Problem> problems) {
        try {
            BaseModel model = BaseModel.of(config);
            if (model.family() != config.family()) {
                throw UserError.request(
                        Message.of("model.otherFamilyHere", model.family().label()),
                        Message.of("model.goToTab", model.family().label()));
            }
            return Net.of(model.unetConfig(), model.unetValues());
        } catch (UserError e) {
            problems.add(new Problem("baseModel", config.baseModel().toString(), e.localized(), e.localizedRemedy()));
        } catch (IOException e) {
            problems.add(new Problem(
                    "baseModel",
                    config.baseModel().toString(),
                    Message.of("model.weightsUnreadable", Message.of(e)),
                    Message.of("model.getFileAgain")));
        }
        return Net.released(config.family()); // as long as there is no base model to count in
    }

    private Found look(TrainingConfig config, List<Problem> problems) {
        try {
            ExampleSource.Folders folders = Encoding.folders(config, CacheFolder.ofThisUser());
            Examples examples = ExampleSource.of(config).find(folder -> scans.scan(folder, folders));
            return new Found(Optional.of(examples), examples.leftOut());
        } catch (PictureFolderException e) {
            String value = config.values().get(e.setting()).toString();
            problems.add(new Problem(e.setting(), value, Message.of(e), Message.text("")));
            return new Found(Optional.empty(), e.leftOut());
        }
    }

    /** As the run itself will plan it; empty for numbers that no run can have. */
    private static Optional<RunPreview.Length> length(
            TrainingConfig config, List<Example> examples, UnetConfig unet, List<Problem> problems) {
        if (config.batchSize() < 1 || config.epochs() < 0) {
            return Optional.empty();
        }
        try {
            NoiseSchedule any = new NoiseSchedule(SchedulerConfig.STABLE_DIFFUSION); // has no say in the length
            RunPlan plan = RunPlan.of(config, examples, unet, any, ComputeType.FP32);
            return Optional.of(new RunPreview.Length(plan.steps(), plan.epochs(), plan.checkpointSteps()));
        } catch (UserError e) {
            problems.add(new Problem("epochs", String.valueOf(config.epochs()), e.localized(), e.localizedRemedy()));
            return Optional.empty();
        }
    }

    private RunPreview.Memory memory(TrainingConfig config, PictureSize size, Net net) {
        return memory(config, size, net, machine());
    }

    static RunPreview.Memory memory(TrainingConfig config, PictureSize size, Net net, Machine here) {
        return memory(config, size, net, here, PreviewJob.class.getResource(CPU_ENGINE) != null);
    }

    static RunPreview.Memory memory(TrainingConfig config, PictureSize size, Net net, Machine here, boolean cpuOnly) {
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
                    : here.gpus().first(CardChoice.effort(config, size, net));
        }
        MemoryChoice choice = card.map(known -> CardChoice.plan(config, size, net, known, here.on(known)))
                .orElseGet(() -> new MemoryChooser(
                                config,
                                isWide(config.precision(), gpu) ? ComputeType.FP32 : ComputeType.FP16,
                                gpu ? MemoryRoom.unknown(true) : here.main(),
                                new RunMemory(config, size, net, gpu ? Workplace.CARD : Workplace.PROCESSOR))
                        .choose());
        long available = choice.room().total();
        return new RunPreview.Memory(
                choice.needed(),
                available > 0 ? OptionalLong.of(available) : OptionalLong.empty(),
                gpu,
                choice.fits(),
                choice.words(),
                devices);
    }

    private static boolean isWide(PrecisionChoice precision, boolean gpu) {
        return precision == PrecisionChoice.FP32 || (precision == PrecisionChoice.AUTO && !gpu);
    }

    private static RunPreview.Disk disk(TrainingConfig config, Net net, int checkpoints) {
        long values = MemoryEstimate.adapterValues(config, net.config());
        int bytes = config.savePrecision() == SavePrecision.FP32 ? ComputeType.FP32.bytes() : ComputeType.FP16.bytes();
        return new RunPreview.Disk(
                (long) ((double) values * bytes * (checkpoints + 1.0) + (double) values * STATE_BYTES),
                Machine.freeDisk(config.outputDir()));
    }

    private synchronized Machine machine() {
        if (machine.isEmpty()) {
            machine = Optional.of(Machine.look());
        }
        return machine.get();
    }
}
