package loralei.job;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import loralei.config.CacheFolder;
import loralei.config.PictureSpec;
import loralei.config.PreviewPictures;
import loralei.config.Prior;
import loralei.config.Problem;
import loralei.config.TrainingConfig;
import loralei.config.UserError;
import loralei.data.EncodedExamples;
import loralei.data.Example;
import loralei.data.ExampleSource;
import loralei.data.Examples;
import loralei.data.HeldOut;
import loralei.data.PictureFolderException;
import loralei.diffusion.NoiseSchedule;
import loralei.lora.Target;
import loralei.model.BaseModel;
import loralei.model.EncodedPrompts;
import loralei.model.MemoryPlan;
import loralei.model.Unet;
import loralei.sample.ImageGenerator;
import loralei.text.Message;
import loralei.text.SettingName;
import loralei.tokenizer.TokenizedPrompt;
import loralei.torch.Allocator;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;
import loralei.torch.Scope;
import loralei.train.NotFiniteLossException;
import loralei.train.Preparation;
import loralei.train.Previews;
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
    private final Optional<StartingPoint> start;
    private final ExampleSource source;
    private final Path cache;
    private final TrainingControl control;
    private final Consumer<TrainingEvent> listener;
    private final ClassImages classImages;
    private final ExampleNotices notices;
    private final ExampleReview review;
    private final RunPrompts prompts;
    private final UnaryOperator<MemoryPlan> change;

    private TrainJob(
            TrainRequest request,
            Optional<StartingPoint> start,
            ExampleSource source,
            Path cache,
            TrainingControl control,
            Consumer<TrainingEvent> listener,
            UnaryOperator<MemoryPlan> change) {
        this.request = request;
        this.change = change;
        this.config = start.map(StartingPoint::config).orElseGet(request::config);
        this.start = start;
        this.source = source;
        this.cache = cache;
        this.control = control;
        this.listener = listener;
        this.classImages = new ClassImages(config, control, listener);
        this.notices = new ExampleNotices(config, this::warn);
        this.review = new ExampleReview(config, cache, listener);
        this.prompts = new RunPrompts(config);
    }

    /**
     * Runs the training on the calling thread, on the examples that the settings choose.
     *
     * @throws UserError for whatever a person can do something about
     */
    public static void run(TrainRequest request, TrainingControl control, Consumer<TrainingEvent> listener) {
        run(request, ExampleSource.of(request.config()), CacheFolder.ofThisUser(), control, listener);
    }

    /** The same on the examples of another source, with another folder for what is kept until the next run. */
    static void run(
            TrainRequest request,
            ExampleSource source,
            Path cache,
            TrainingControl control,
            Consumer<TrainingEvent> listener) {
        run(request, source, cache, control, listener, plan -> plan);
    }

    /** The same with another plan of memory in place of each that is tried. */
    static void run(
            TrainRequest request,
            ExampleSource source,
            Path cache,
            TrainingControl control,
            Consumer<TrainingEvent> listener,
            UnaryOperator<MemoryPlan> change) {
        refuseProblems(request.config().check());
        Optional<StartingPoint> start = StartingPoint.of(request.config(), request.resume());
        new TrainJob(request, start, source, cache, control, new SafeListener(listener), change).run();
    }

    /** What was found before anything heavy starts. */
    private record Found(
            BaseModel model, Examples examples, List<PictureSpec> drawn, Map<String, List<TokenizedPrompt>> tokens) {}

    private void run() {
        RunFiles files = new RunFiles(config.outputDir(), config.outputName());
        Optional<SavedRun> saved = saved(files);
        start.ifPresent(point -> point.notes().forEach(this::warn));
        Found found = look();
        BaseModel model = found.model();
        try (ComputeDevice device = Devices.device(
                        config.device(),
                        CardChoice.effort(
                                Examples.paired(config, found.examples().all()),
                                found.examples().largest())); // decides what is loaded
                Scope scope = Scope.open()) {
            Devices.idleCard(config.device(), device).ifPresent(this::warn);
            model.check();
            ComputeType type = Devices.type(config.precision(), device);
            Devices.aboutType(config.precision(), type, device).forEach(this::warn);
            HeldOut parts = parts(found.examples().all());
            RunPlan plan = plan(parts, model, type);
            RunWarnings.of(config, plan.steps()).forEach(this::warn);
            RunWarnings.ofHeldOut(config, parts).ifPresent(this::warn);
            String mark = model.mark();
            PlannedMemory memory = PlannedMemory.of(config, found.examples(), type, device, saved);
            saved.ifPresent(run -> warnOfChanges(
                    run, RunConditions.of(config, plan, memory.plan(), device.id(), mark), plan.examples()));
            announce(plan, parts, device, saved);
            listener.accept(memory.told());
            OutputCheck.tryOut(files, plan.steps());
            if (!PreviewPictures.of(config).isEmpty()) {
                OutputCheck.tryOut(files.samples());
            }
            request.trace().ifPresent(OutputCheck::tryOut);
            if (request.dryRun()) {
                review.tell(found.examples());
                return;
            }
            review.warnOfMasks(found.examples());
            if (request.overwrite() && saved.isEmpty()) {
                OutputCheck.forget(files);
            }
            withClassImages(found, device, type).ifPresent(all -> prepareAndTrain(all, memory, mark, device, saved));
        }
    }

    /** The same with class images that were missing; empty if the run was asked to stop while they were drawn. */
    private Optional<Found> withClassImages(Found found, ComputeDevice device, ComputeType type) {
        if (config.prior() != Prior.PICTURES || classImages.missing(found.examples()) == 0) {
            return Optional.of(found);
        }
        if (!classImages.draw(found.examples(), found.model(), device, type)) {
            RunFiles files = new RunFiles(config.outputDir(), config.outputName());
            listener.accept(new TrainingEvent.Stopped(files.state(), 0));
            return Optional.empty();
        }
        return Optional.of(new Found(found.model(), examples(), found.drawn(), found.tokens()));
    }

    private Found look() {
        BaseModel model = BaseModel.of(config).expect(config.family());
        model.hint().ifPresent(this::warn);
        Examples examples = examples();
        notices.expectFitting(examples, model);
        notices.about(examples);
        if (config.prior() == Prior.PICTURES) {
            classImages.expectSome(examples);
        }
        List<String> trained = prompts.of(examples);
        List<PictureSpec> drawn = RunPreviews.pictures(config, model, trained);
        Map<String, List<TokenizedPrompt>> tokens = prompts.tokenize(model, RunPreviews.withPromptsOf(drawn, trained));
        notices.aboutCutPrompts(tokens, trained);
        RunWarnings.ofPrompts(trained).ifPresent(this::warn);
        return new Found(model, examples, drawn, tokens);
    }

    private HeldOut parts(List<Example> examples) {
        return HeldOut.of(examples, config.validationShare(), config.seed());
    }

    private RunPlan plan(HeldOut parts, BaseModel model, ComputeType type) {
        return RunPlan.of(
                config,
                parts.trained(),
                model.unetConfig(),
                start.map(StartingPoint::lora),
                new NoiseSchedule(model.scheduler()),
                type);
    }

    private void prepareAndTrain(
            Found found, PlannedMemory memory, String mark, ComputeDevice device, Optional<SavedRun> saved) {
        BaseModel model = found.model();
        ComputeType type = memory.plan().type();
        try (Encoding encoding = new Encoding(config, cache, model, device, listener)) {
            List<String> asked = prompts.asked(found.examples(), found.tokens());
            EncodedPrompts encodedPrompts = encoding.prompts(found.tokens(), start.map(StartingPoint::lora));
            found.tokens().clear(); // of many captions they take more memory than all else that is known of a picture
            EncodedExamples encoded = examples(encoding, found.examples());
            HeldOut parts = parts(encoded.all());
            boolean fewer = encoded.all().size() < found.examples().all().size();
            RunPlan last = plan(parts, model, type);
            if (fewer) {
                announce(last, parts, device, saved);
            }
            device.releaseCache();
            Allocator.fit(type, device);
            memory.train(saved.isPresent(), this::warn, (plan, resume, first) -> {
                listener.accept(new TrainingEvent.Preparing(Preparation.UNET, 0, 0));
                try (Unet unet = model.loadUnet(device, plan.weights())) {
                    ImageGenerator generator = new ImageGenerator(model, unet, device, type);
                    TrainingMaterial material = new TrainingMaterial(
                            unet,
                            model.vaeConfig(),
                            encoded.only(parts.trained()),
                            encoded.only(parts.heldOut()),
                            encodedPrompts.only(asked),
                            device,
                            change.apply(plan),
                            mark);
                    train(
                            last,
                            material,
                            previews(found, generator, encodedPrompts, device, memory.decodingBudget()),
                            resume,
                            first);
                } catch (NotFiniteLossException e) {
                    throw NotFiniteCause.of(e, model, type, new RunFiles(config.outputDir(), config.outputName()));
                }
            });
        }
    }

    private Previews previews(
            Found found, ImageGenerator generator, EncodedPrompts prompts, ComputeDevice device, long decodingBudget) {
        BaseModel model = found.model();
        return new Previews(
                model,
                device,
                generator,
                prompts,
                found.drawn(),
                new RunFiles(config.outputDir(), config.outputName()),
                decodingBudget,
                (image, picture) ->
                        PictureFiles.png(image, PictureParameters.of(model).of(picture)));
    }

    private void train(RunPlan plan, TrainingMaterial material, Previews previews, boolean resume, boolean first) {
        Optional<TraceWriter> trace = request.trace()
                .map(folder -> new TraceWriter(
                        folder, request.traceSteps(), material.unet().config()));
        try (TrainingLoop loop = new TrainingLoop(config, plan, material, trace, Optional.of(previews))) {
            if (resume) {
                loop.resume();
            }
            if (first || !resume) { // else the trace has begun
                trace.ifPresent(t -> t.start(config, plan, material, loop.adapter()));
            }
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
            return source.find(Encoding.folders(config, cache));
        } catch (PictureFolderException e) {
            throw noPictures(e);
        }
    }

    private static UserError noPictures(PictureFolderException e) {
        SettingName setting = SettingName.of(e.setting());
        Message other = e.setting().equals("pictureEdits")
                ? Message.of("edits.remedy", setting)
                : Message.of("train.otherPictures", setting);
        return UserError.request(Message.of(e), other).causedBy(e);
    }

    private void warnOfChanges(SavedRun run, RunConditions now, List<Example> examples) {
        run.expectAtMost(now.steps());
        run.changes(now, examples).forEach(this::warn);
    }

    private void announce(RunPlan plan, HeldOut parts, ComputeDevice device, Optional<SavedRun> saved) {
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
                Examples.pictures(plan.examples().stream()
                        .filter(example -> example.role() == Example.Role.INSTANCE)
                        .toList()),
                plan.steps(),
                plan.epochs(),
                plan.checkpointSteps(),
                plan.examples().get(0).caption().first(),
                device.id(),
                plan.type().id(),
                plan.targets().size(),
                values,
                resumedFrom,
                Examples.pictures(parts.heldOut()),
                plan.batches().shownOfClass()));
    }

    /** The largest rank that can be saved; empty where that of a LoRA with so many values can be. */
    static OptionalLong mostRank(long values, int rank) {
        return values > MOST_VALUES ? OptionalLong.of(MOST_VALUES / (values / rank)) : OptionalLong.empty();
    }

    private static EncodedExamples examples(Encoding encoding, Examples examples) {
        try {
            return encoding.examples(examples);
        } catch (PictureFolderException e) {
            throw noPictures(e);
        }
    }

    private void warn(Message text) {
        listener.accept(new TrainingEvent.Warning(text));
    }
}
