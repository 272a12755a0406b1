package loralei.job;

import static loralei.config.Words.say;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import loralei.config.Problem;
import loralei.config.TrainingConfig;
import loralei.config.UserError;
import loralei.config.Words;
import loralei.data.EncodedPicture;
import loralei.data.PictureEncoder;
import loralei.data.PictureFolderException;
import loralei.data.PictureScan;
import loralei.data.PictureScanner;
import loralei.data.PictureSize;
import loralei.diffusion.NoiseSchedule;
import loralei.diffusion.SchedulerConfig;
import loralei.model.BaseModel;
import loralei.model.EncodedPrompt;
import loralei.model.PromptEncoder;
import loralei.model.Unet;
import loralei.model.UnetModules;
import loralei.model.VaeEncoder;
import loralei.tokenizer.TokenizedPrompt;
import loralei.torch.Allocator;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;
import loralei.torch.Scope;
import loralei.train.AdamWSettings;
import loralei.train.RunFiles;
import loralei.train.RunPlan;
import loralei.train.TraceWriter;
import loralei.train.TrainingControl;
import loralei.train.TrainingEvent;
import loralei.train.TrainingLoop;
import loralei.train.TrainingMaterial;

/** Trains a LoRA: looks at everything first, then prepares prompts and pictures, then runs the loop. */
public final class TrainJob {
    private static final int MOST_NAMED = 5;

    private final TrainRequest request;
    private final TrainingConfig config;
    private final TrainingControl control;
    private final Consumer<TrainingEvent> listener;

    private TrainJob(TrainRequest request, TrainingControl control, Consumer<TrainingEvent> listener) {
        this.request = request;
        this.config = request.config();
        this.control = control;
        this.listener = listener;
    }

    /**
     * Runs the training on the calling thread.
     *
     * @throws UserError for whatever a person can do something about
     */
    public static void run(TrainRequest request, TrainingControl control, Consumer<TrainingEvent> listener) {
        new TrainJob(request, control, new SafeListener(listener)).run();
    }

    private void run() {
        refuseProblems(config.check());
        RunFiles files = new RunFiles(config.outputDir(), config.outputName());
        OptionalInt saved = savedStep(files);
        BaseModel model = BaseModel.open(config.baseModel()).expect(config.family());
        PictureSize size = size(model);
        PictureScan scan = scan(size);
        Map<String, List<TokenizedPrompt>> tokens = PromptEncoder.tokenize(model, List.of(config.trainingPrompt()));
        warnOfCutPrompts(tokens);
        try (ComputeDevice device = Devices.device(config.device(), CardChoice.fits(config)); // decides what is loaded
                Scope scope = Scope.open()) {
            Devices.idleCard(config.device(), device).ifPresent(this::warn);
            model.check();
            ComputeType type = Devices.type(config.precision(), device);
            Devices.aboutType(config.precision(), type, device).forEach(this::warn);
            NoiseSchedule schedule = new NoiseSchedule(SchedulerConfig.read(model.schedulerFile()));
            RunPlan plan = RunPlan.of(config, scan.pictures().size(), schedule, type);
            announce(plan, model, device, saved.orElse(0));
            if (request.dryRun()) {
                return;
            }
            OutputCheck.prepareFolder(config.outputDir());
            if (request.overwrite() && saved.isEmpty()) {
                OutputCheck.forget(files);
            }
            EncodedPrompt prompt = encodePrompt(model, tokens, device);
            List<EncodedPicture> pictures = encodePictures(model, scan, size, device);
            if (pictures.size() != plan.pictures()) {
                plan = RunPlan.of(config, pictures.size(), schedule, type);
                announce(plan, model, device, saved.orElse(0));
            }
            device.releaseCache();
            listener.accept(new TrainingEvent.Preparing("loading the UNet", 0, 0));
            Allocator.fit(type, device);
            try (Unet unet = model.loadUnet(device, type)) {
                train(plan, new TrainingMaterial(unet, model.vaeConfig(), pictures, prompt, device, type), saved);
            }
        }
    }

    private void train(RunPlan plan, TrainingMaterial material, OptionalInt saved) {
        Optional<TraceWriter> trace = request.trace()
                .map(folder -> new TraceWriter(
                        folder, request.traceSteps(), material.unet().config()));
        try (TrainingLoop loop = new TrainingLoop(config, plan, material, trace)) {
            if (saved.isPresent()) {
                loop.resume().forEach(this::warn);
            }
            trace.ifPresent(t -> t.start(describe(plan, material), loop.adapter()));
            loop.run(control, listener);
        }
    }

    private static void refuseProblems(List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw UserError.request(
                    Words.joined(
                            "\n",
                            problems.stream()
                                    .map(p -> say("{0} {1}", Words.setting(p.field()), p.messageWords()))
                                    .toList()),
                    Words.joined(
                            "\n", problems.stream().map(Problem::remedyWords).toList()));
        }
    }

    /** The step of the saved run to go on with; empty for a new run. */
    private OptionalInt savedStep(RunFiles files) {
        if (request.resume() && java.nio.file.Files.exists(files.stateFile())) {
            int step = TrainingLoop.savedStep(files);
            return OptionalInt.of(step);
        }
        OutputCheck.refuseToReplace(request);
        if (request.resume()) {
            warn(say("There is no saved state {0} to resume: the run starts from the beginning.", files.stateFile()));
        }
        return OptionalInt.empty();
    }

    private PictureSize size(BaseModel model) {
        int multiple = model.vaeConfig().downscale() * model.unetConfig().latentMultiple();
        if (config.resolution() % multiple != 0) {
            throw UserError.request(
                    say(
                            "The resolution {0} does not fit this base model: it must be a multiple of {1}.",
                            config.resolution(), multiple),
                    say("Use --resolution {0}.", Math.max(1, config.resolution() / multiple) * multiple));
        }
        return new PictureSize(config.resolution(), config.resolution());
    }

    private PictureScan scan(PictureSize size) {
        try {
            PictureScan scan = PictureScanner.scan(config.instanceDir());
            scan.unreadable().forEach(picture -> warn(say("Skipped {0}.", picture.words())));
            for (List<java.nio.file.Path> same : scan.duplicates()) {
                warn(say("The same picture is there {0} times: {1}.", same.size(), names(same)));
            }
            List<java.nio.file.Path> small = scan.smallerThan(size);
            if (!small.isEmpty()) {
                warn(say(
                        "{0} of {1} pictures are smaller than {2} and will be enlarged, which blurs them: {3}.",
                        small.size(), scan.pictures().size(), size, names(small)));
            }
            return scan;
        } catch (PictureFolderException e) {
            throw UserError.request(Words.of(e), say("Or choose another --instance-dir."))
                    .causedBy(e);
        }
    }

    private static Words names(List<java.nio.file.Path> paths) {
        String named = String.join(
                ", ",
                paths.stream()
                        .limit(MOST_NAMED)
                        .map(p -> p.getFileName().toString())
                        .toList());
        return paths.size() > MOST_NAMED
                ? say("{0} and {1} more", named, paths.size() - MOST_NAMED)
                : Words.text(named);
    }

    private void warnOfCutPrompts(Map<String, List<TokenizedPrompt>> tokens) {
        tokens.forEach((prompt, list) -> {
            if (list.get(0).isTruncated()) {
                warn(say(
                        "The prompt is longer than CLIP can read; this end of it is cut off: \"{0}\".",
                        list.get(0).truncatedText()));
            }
        });
    }

    private void announce(RunPlan plan, BaseModel model, ComputeDevice device, int resumedFrom) {
        List<UnetModules.LinearModule> modules = UnetModules.attention(model.unetConfig());
        long values = modules.stream()
                .mapToLong(module -> (long) config.rank() * (module.in() + module.out()))
                .sum();
        if (resumedFrom == plan.steps()) {
            warn(say("All {0} steps of this run are done already; ask for more epochs to go on.", plan.steps()));
        }
        listener.accept(new TrainingEvent.Ready(
                plan.pictures(),
                plan.steps(),
                plan.epochs(),
                plan.checkpointSteps(),
                config.trainingPrompt(),
                device.id(),
                plan.type().id(),
                modules.size(),
                values,
                resumedFrom));
    }

    private EncodedPrompt encodePrompt(
            BaseModel model, Map<String, List<TokenizedPrompt>> tokens, ComputeDevice device) {
        listener.accept(new TrainingEvent.Preparing("reading the prompt", 0, 0));
        return PromptEncoder.encode(model, tokens, device).get(0);
    }

    private List<EncodedPicture> encodePictures(
            BaseModel model, PictureScan scan, PictureSize size, ComputeDevice device) {
        int total = scan.pictures().size();
        listener.accept(new TrainingEvent.Preparing("encoding pictures", 0, total));
        try (VaeEncoder vae = model.loadVaeEncoder(device, ComputeType.FP32)) {
            return new PictureEncoder(vae, size, device)
                    .encode(
                            scan,
                            picture -> warn(say("Skipped {0}.", picture.words())),
                            done -> listener.accept(new TrainingEvent.Preparing("encoding pictures", done, total)));
        } catch (PictureFolderException e) {
            throw UserError.request(Words.of(e), say("Or choose another --instance-dir."))
                    .causedBy(e);
        }
    }

    private Map<String, Object> describe(RunPlan plan, TrainingMaterial material) {
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("seed", config.seed());
        run.put("device", material.device().id());
        run.put("precision", material.type().id());
        run.put("steps", plan.steps());
        run.put("prediction_type", plan.schedule().predictionType().id());
        run.put("prompts", List.of(material.prompt().prompt()));
        List<String> pictures = new ArrayList<>();
        material.pictures().forEach(p -> pictures.add(p.picture().path().toString()));
        run.put("pictures", pictures);
        Map<String, Object> settings = new LinkedHashMap<>();
        config.values().forEach((name, value) -> settings.put(name, printable(value)));
        run.put("config", settings);
        AdamWSettings adamW = AdamWSettings.withDecay(config.weightDecay());
        run.put("betas", List.of(adamW.beta1(), adamW.beta2()));
        run.put("eps", adamW.eps());
        return run;
    }

    private static Object printable(Object value) {
        if (value instanceof loralei.config.Choice choice) {
            return choice.id();
        }
        return value instanceof Number || value instanceof Boolean ? value : value.toString();
    }

    private void warn(Words text) {
        listener.accept(new TrainingEvent.Warning(text));
    }
}
