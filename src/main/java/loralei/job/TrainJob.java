package loralei.job;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import loralei.config.Problem;
import loralei.config.TrainingConfig;
import loralei.config.UserError;
import loralei.data.EncodedExample;
import loralei.data.Example;
import loralei.data.ExampleEncoder;
import loralei.data.ExampleSource;
import loralei.data.Examples;
import loralei.data.FileNames;
import loralei.data.PictureFolderException;
import loralei.data.PictureScanner;
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
    private final ExampleSource source;
    private final TrainingControl control;
    private final Consumer<TrainingEvent> listener;

    private TrainJob(
            TrainRequest request, ExampleSource source, TrainingControl control, Consumer<TrainingEvent> listener) {
        this.request = request;
        this.config = request.config();
        this.source = source;
        this.control = control;
        this.listener = listener;
    }

    /**
     * Runs the training on the calling thread, on the examples that the settings choose.
     *
     * @throws UserError for whatever a person can do something about
     */
    public static void run(TrainRequest request, TrainingControl control, Consumer<TrainingEvent> listener) {
        run(request, ExampleSource.of(request.config()), control, listener);
    }

    /** The same on the examples of another source. */
    static void run(
            TrainRequest request, ExampleSource source, TrainingControl control, Consumer<TrainingEvent> listener) {
        new TrainJob(request, source, control, new SafeListener(listener)).run();
    }

    private void run() {
        refuseProblems(config.check());
        RunFiles files = new RunFiles(config.outputDir(), config.outputName());
        Optional<SavedRun> saved = saved(files);
        BaseModel model = BaseModel.open(config.baseModel()).expect(config.family());
        model.hint().ifPresent(this::warn);
        Examples examples = examples();
        expectFitting(examples, model);
        warnOf(examples);
        Map<String, List<TokenizedPrompt>> tokens = tokenize(model, examples);
        warnOfCutPrompts(tokens);
        RunWarnings.ofPrompts(examples.prompts()).ifPresent(this::warn);
        try (ComputeDevice device = Devices.device(
                        config.device(), CardChoice.fits(config, examples.largest())); // decides what is loaded
                Scope scope = Scope.open()) {
            Devices.idleCard(config.device(), device).ifPresent(this::warn);
            model.check();
            ComputeType type = Devices.type(config.precision(), device);
            Devices.aboutType(config.precision(), type, device).forEach(this::warn);
            NoiseSchedule schedule = new NoiseSchedule(model.scheduler());
            RunPlan plan = RunPlan.of(config, examples.all(), model.unetConfig(), schedule, type);
            RunWarnings.of(config, plan.steps()).forEach(this::warn);
            String mark = model.mark();
            saved.ifPresent(run -> warnOfChanges(run, RunConditions.of(config, plan, device.id(), mark), examples));
            announce(plan, device, saved);
            OutputCheck.tryOut(files, plan.steps());
            request.trace().ifPresent(OutputCheck::tryOut);
            if (request.dryRun()) {
                return;
            }
            if (request.overwrite() && saved.isEmpty()) {
                OutputCheck.forget(files);
            }
            Map<String, EncodedPrompt> prompts = encodePrompts(model, tokens, device);
            List<EncodedExample> encoded = encodeExamples(model, examples, device);
            List<Example> left = encoded.stream().map(EncodedExample::example).toList();
            boolean fewer = !left.equals(plan.examples());
            RunPlan last = fewer ? RunPlan.of(config, left, model.unetConfig(), schedule, type) : plan;
            if (fewer) {
                announce(last, device, saved);
            }
            device.releaseCache();
            listener.accept(new TrainingEvent.Preparing(Preparation.UNET, 0, 0));
            Allocator.fit(type, device);
            try (Unet unet = model.loadUnet(device, type)) {
                train(
                        last,
                        new TrainingMaterial(unet, model.vaeConfig(), encoded, prompts, device, type, mark),
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
            trace.ifPresent(t -> t.start(config, plan, material, loop.adapter()));
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
        if (request.resume() && Files.exists(files.stateFile())) {
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

    private Examples examples() {
        try {
            return source.find(PictureScanner::scan);
        } catch (PictureFolderException e) {
            throw noPictures(e);
        }
    }

    private static UserError noPictures(PictureFolderException e) {
        return UserError.request(Message.of(e), Message.of("train.otherPictures", SettingName.of("instanceDir")))
                .causedBy(e);
    }

    private static void expectFitting(Examples examples, BaseModel model) {
        int multiple = model.vaeConfig().downscale() * model.unetConfig().latentMultiple();
        examples.all().stream()
                .map(Example::bucket)
                .flatMapToInt(bucket -> IntStream.of(bucket.width(), bucket.height()))
                .filter(side -> side % multiple != 0)
                .findFirst()
                .ifPresent(side -> {
                    throw UserError.request(
                            Message.of("train.badResolution", side, multiple),
                            Message.of(
                                    "train.useResolution",
                                    SettingName.of("resolution", Math.max(1, side / multiple) * multiple)));
                });
    }

    private void warnOf(Examples examples) {
        examples.unreadable().forEach(picture -> warn(Message.of("train.skipped", picture.message())));
        examples.leftOut().messages().forEach(this::warn);
        examples.notes().forEach(this::warn);
        for (List<Path> same : examples.duplicates()) {
            warn(Message.of("train.samePicture", same.size(), FileNames.of(same)));
        }
        List<Example> small = examples.enlarged();
        if (!small.isEmpty()) {
            warn(Message.of(
                    "train.smallPictures",
                    small.size(),
                    examples.all().size(),
                    small.stream()
                            .map(example -> example.bucket().toString())
                            .distinct()
                            .collect(Collectors.joining(", ")),
                    FileNames.of(small.stream()
                            .map(example -> example.picture().path())
                            .toList())));
        }
    }

    /** All texts, and the empty one where it fills up batches of prompts of different lengths. */
    private Map<String, List<TokenizedPrompt>> tokenize(BaseModel model, Examples examples) {
        int chunks = config.maxTokens().chunks();
        Map<String, List<TokenizedPrompt>> tokens = PromptEncoder.tokenize(model, examples.prompts(), chunks);
        if (tokens.values().stream().anyMatch(list -> list.get(0).chunks().size() > 1)) {
            tokens.putAll(PromptEncoder.tokenize(model, List.of(""), chunks));
        }
        return tokens;
    }

    private void warnOfCutPrompts(Map<String, List<TokenizedPrompt>> tokens) {
        List<String> cut = tokens.values().stream()
                .map(list -> list.get(0))
                .filter(TokenizedPrompt::isTruncated)
                .map(TokenizedPrompt::truncatedText)
                .toList();
        if (cut.size() == 1) {
            warn(Message.of("train.promptCut", cut.get(0), SettingName.of("maxTokens")));
        } else if (!cut.isEmpty()) {
            warn(Message.of("train.promptsCut", cut.size(), cut.get(0), SettingName.of("maxTokens")));
        }
    }

    private void warnOfChanges(SavedRun run, RunConditions now, Examples examples) {
        run.expectAtMost(now.steps());
        run.changes(now, examples.all()).forEach(this::warn);
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
                plan.examples().size(),
                plan.steps(),
                plan.epochs(),
                plan.checkpointSteps(),
                plan.examples().get(0).caption().first(),
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

    private Map<String, EncodedPrompt> encodePrompts(
            BaseModel model, Map<String, List<TokenizedPrompt>> tokens, ComputeDevice device) {
        listener.accept(new TrainingEvent.Preparing(Preparation.PROMPT, 0, 0));
        Map<String, EncodedPrompt> prompts = new LinkedHashMap<>();
        PromptEncoder.encode(model, tokens, device).forEach(prompt -> prompts.put(prompt.prompt(), prompt));
        return prompts;
    }

    private List<EncodedExample> encodeExamples(BaseModel model, Examples examples, ComputeDevice device) {
        int total = examples.all().size();
        listener.accept(new TrainingEvent.Preparing(Preparation.PICTURES, 0, total));
        try (VaeEncoder vae = model.loadVaeEncoder(device, ComputeType.FP32)) {
            return new ExampleEncoder(vae, device, model::brokenVae)
                    .encode(
                            examples,
                            picture -> warn(Message.of("train.skipped", picture.message())),
                            done -> listener.accept(new TrainingEvent.Preparing(Preparation.PICTURES, done, total)));
        } catch (PictureFolderException e) {
            throw noPictures(e);
        }
    }

    private void warn(Message text) {
        listener.accept(new TrainingEvent.Warning(text));
    }
}
