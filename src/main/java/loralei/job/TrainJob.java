package loralei.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import loralei.config.Problem;
import loralei.config.TrainingConfig;
import loralei.config.UserError;
import loralei.data.EncodedPicture;
import loralei.data.FileNames;
import loralei.data.Picture;
import loralei.data.PictureEncoder;
import loralei.data.PictureFolderException;
import loralei.data.PictureScan;
import loralei.data.PictureScanner;
import loralei.data.PictureSize;
import loralei.diffusion.NoiseSchedule;
import loralei.lora.Target;
import loralei.model.BaseModel;
import loralei.model.EncodedPrompt;
import loralei.model.PromptEncoder;
import loralei.model.Unet;
import loralei.model.VaeEncoder;
import loralei.text.Message;
import loralei.text.SettingName;
import loralei.tokenizer.TokenizedPrompt;
import loralei.torch.Allocator;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;
import loralei.torch.Scope;
import loralei.train.AdamWSettings;
import loralei.train.NotFiniteLossException;
import loralei.train.Preparation;
import loralei.train.RunConditions;
import loralei.train.RunFiles;
import loralei.train.RunPlan;
import loralei.train.SavedRun;
import loralei.train.TraceWriter;
import loralei.train.TrainingControl;
import loralei.train.TrainingEvent;
import loralei.train.TrainingLoop;
import loralei.train.TrainingMaterial;

/** Trains a LoRA: looks at everything first, then prepares prompts and pictures, then runs the loop. */
public final class TrainJob {
    /** All values are one vector in fp32, which one buffer has to hold; some room is left for what fills its blocks. */
    private static final long MOST_VALUES = Integer.MAX_VALUE / Float.BYTES - 1_000_000L;

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
        Optional<SavedRun> saved = saved(files);
        BaseModel model = BaseModel.open(config.baseModel()).expect(config.family());
        model.hint().ifPresent(this::warn);
        PictureSize size = size(model);
        PictureScan scan = scan(size);
        Map<String, List<TokenizedPrompt>> tokens = PromptEncoder.tokenize(model, List.of(config.trainingPrompt()));
        warnOfCutPrompts(tokens);
        RunWarnings.ofPrompt(config).ifPresent(this::warn);
        try (ComputeDevice device = Devices.device(config.device(), CardChoice.fits(config)); // decides what is loaded
                Scope scope = Scope.open()) {
            Devices.idleCard(config.device(), device).ifPresent(this::warn);
            model.check();
            ComputeType type = Devices.type(config.precision(), device);
            Devices.aboutType(config.precision(), type, device).forEach(this::warn);
            NoiseSchedule schedule = new NoiseSchedule(model.scheduler());
            RunPlan plan = RunPlan.of(config, scan.pictures().size(), model.unetConfig(), schedule, type);
            RunWarnings.of(config, plan.steps()).forEach(this::warn);
            String mark = model.mark();
            saved.ifPresent(run -> warnOfChanges(run, RunConditions.of(config, plan, device.id(), mark), scan));
            announce(plan, device, saved);
            OutputCheck.tryOut(files, plan.steps());
            request.trace().ifPresent(OutputCheck::tryOut);
            if (request.dryRun()) {
                return;
            }
            if (request.overwrite() && saved.isEmpty()) {
                OutputCheck.forget(files);
            }
            EncodedPrompt prompt = encodePrompt(model, tokens, device);
            List<EncodedPicture> pictures = encodePictures(model, scan, size, device);
            boolean fewer = pictures.size() != plan.pictures();
            RunPlan last = fewer ? RunPlan.of(config, pictures.size(), model.unetConfig(), schedule, type) : plan;
            if (fewer) {
                announce(last, device, saved);
            }
            device.releaseCache();
            listener.accept(new TrainingEvent.Preparing(Preparation.UNET, 0, 0));
            Allocator.fit(type, device);
            try (Unet unet = model.loadUnet(device, type)) {
                train(
                        last,
                        new TrainingMaterial(unet, model.vaeConfig(), pictures, prompt, device, type, mark),
                        saved.isPresent());
            } catch (NotFiniteLossException e) {
                throw NotFiniteCause.of(e, model, type, files);
            }
        }
    }

    private void train(RunPlan plan, TrainingMaterial material, boolean resume) {
        Optional<TraceWriter> trace = request.trace()
                .map(folder -> new TraceWriter(
                        folder, request.traceSteps(), material.unet().config()));
        try (TrainingLoop loop = new TrainingLoop(config, plan, material, trace)) {
            if (resume) {
                loop.resume();
            }
            trace.ifPresent(t -> t.start(describe(plan, material), loop.adapter()));
            loop.run(control, listener);
        }
    }

    private static void refuseProblems(List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw UserError.request(
                    Message.joined(
                            "\n",
                            problems.stream()
                                    .map(p -> Message.of("shared.pair", SettingName.of(p.field()), p.message()))
                                    .toList()),
                    Message.joined("\n", problems.stream().map(Problem::remedy).toList()));
        }
    }

    /** The saved run to go on with; empty for a new run. */
    private Optional<SavedRun> saved(RunFiles files) {
        if (request.resume() && java.nio.file.Files.exists(files.stateFile())) {
            SavedRun saved = SavedRun.read(files);
            saved.expect(config);
            return Optional.of(saved);
        }
        OutputCheck.refuseToReplace(request);
        if (request.resume()) {
            warn(Message.of("train.noState", files.stateFile()));
        }
        return Optional.empty();
    }

    private PictureSize size(BaseModel model) {
        int multiple = model.vaeConfig().downscale() * model.unetConfig().latentMultiple();
        if (config.resolution() % multiple != 0) {
            throw UserError.request(
                    Message.of("train.badResolution", config.resolution(), multiple),
                    Message.of(
                            "train.useResolution",
                            SettingName.of("resolution", Math.max(1, config.resolution() / multiple) * multiple)));
        }
        return new PictureSize(config.resolution(), config.resolution());
    }

    private PictureScan scan(PictureSize size) {
        try {
            PictureScan scan = PictureScanner.scan(config.instanceDir());
            scan.unreadable().forEach(picture -> warn(Message.of("train.skipped", picture.message())));
            scan.leftOut().messages().forEach(this::warn);
            for (List<java.nio.file.Path> same : scan.duplicates()) {
                warn(Message.of("train.samePicture", same.size(), FileNames.of(same)));
            }
            List<java.nio.file.Path> small = scan.smallerThan(size);
            if (!small.isEmpty()) {
                warn(Message.of(
                        "train.smallPictures", small.size(), scan.pictures().size(), size, FileNames.of(small)));
            }
            return scan;
        } catch (PictureFolderException e) {
            throw UserError.request(Message.of(e), Message.of("train.otherPictures", SettingName.of("instanceDir")))
                    .causedBy(e);
        }
    }

    private void warnOfCutPrompts(Map<String, List<TokenizedPrompt>> tokens) {
        tokens.forEach((prompt, list) -> {
            if (list.get(0).isTruncated()) {
                warn(Message.of("train.promptCut", list.get(0).truncatedText()));
            }
        });
    }

    private void warnOfChanges(SavedRun run, RunConditions now, PictureScan scan) {
        run.expectAtMost(now.steps());
        run.changes(now, scan.pictures().stream().map(Picture::sha256).toList()).forEach(this::warn);
    }

    private void announce(RunPlan plan, ComputeDevice device, Optional<SavedRun> saved) {
        int resumedFrom = saved.map(SavedRun::step).orElse(0);
        long values = plan.targets().stream().mapToLong(Target::count).sum();
        mostRank(values, config.rank()).ifPresent(most -> {
            throw UserError.request(
                    Message.of("train.tooManyValues", config.rank(), values),
                    Message.of("train.useRank", SettingName.of("rank", most)));
        });
        if (resumedFrom == plan.steps()) {
            warn(Message.of("train.allDone", plan.steps()));
        }
        listener.accept(new TrainingEvent.Ready(
                plan.pictures(),
                plan.steps(),
                plan.epochs(),
                plan.checkpointSteps(),
                config.trainingPrompt(),
                device.id(),
                plan.type().id(),
                plan.targets().size(),
                values,
                resumedFrom));
    }

    /** The largest rank that can be saved; empty where that of a LoRA with so many values can be. */
    static OptionalLong mostRank(long values, int rank) {
        return values > MOST_VALUES ? OptionalLong.of(MOST_VALUES / (values / rank)) : OptionalLong.empty();
    }

    private EncodedPrompt encodePrompt(
            BaseModel model, Map<String, List<TokenizedPrompt>> tokens, ComputeDevice device) {
        listener.accept(new TrainingEvent.Preparing(Preparation.PROMPT, 0, 0));
        return PromptEncoder.encode(model, tokens, device).get(0);
    }

    private List<EncodedPicture> encodePictures(
            BaseModel model, PictureScan scan, PictureSize size, ComputeDevice device) {
        int total = scan.pictures().size();
        listener.accept(new TrainingEvent.Preparing(Preparation.PICTURES, 0, total));
        try (VaeEncoder vae = model.loadVaeEncoder(device, ComputeType.FP32)) {
            return new PictureEncoder(vae, size, device, model::brokenVae)
                    .encode(
                            scan,
                            picture -> warn(Message.of("train.skipped", picture.message())),
                            done -> listener.accept(new TrainingEvent.Preparing(Preparation.PICTURES, done, total)));
        } catch (PictureFolderException e) {
            throw UserError.request(Message.of(e), Message.of("train.otherPictures", SettingName.of("instanceDir")))
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

    private void warn(Message text) {
        listener.accept(new TrainingEvent.Warning(text));
    }
}
