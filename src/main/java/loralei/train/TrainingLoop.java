package loralei.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import loralei.config.TrainingConfig;
import loralei.config.UserError;
import loralei.data.Example;
import loralei.data.Examples;
import loralei.data.PictureSize;
import loralei.lora.LoraAdapter;
import loralei.text.Message;
import loralei.text.SettingName;
import loralei.torch.ComputeType;
import loralei.torch.Randoms;
import loralei.torch.Scope;
import loralei.torch.Threads;
import loralei.torch.TorchFailure;

/** Trains an adapter: the loop over steps, its checkpoints and its way back from one. */
public final class TrainingLoop implements AutoCloseable {
    /** A run without checkpoints of its own still saves its state so often. */
    private static final double AUTOSAVE_SECONDS = 300;

    /** One loss may overflow in fp16 by the chance of its noise. */
    private static final int MOST_LOST_LOSSES = 5;

    private final TrainingConfig config;
    private final RunPlan plan;
    private final TrainingMaterial material;
    private final RunFiles files;
    private final LoraAdapter adapter;
    private final Optimizer optimizer;
    private final Batches batches;
    private final TrainingStep oneStep;
    private final LearningRateSchedule rates;
    private final Optional<TraceWriter> trace;
    private final DenoisingLoss objective;
    private final Optional<Previews> previews;
    private Progress progress;
    private int step;
    private boolean moved;
    private int lostLosses;
    private double lastSave;

    /** The step that the state file is of; -1 where there is none. */
    private int savedStep = -1;

    /**
     * Prepares a run from its first step.
     *
     * @param trace records the first steps, where that is wanted
     * @param previews draws what the run has learned, where anything can be drawn
     */
    public TrainingLoop(
            TrainingConfig config,
            RunPlan plan,
            TrainingMaterial material,
            Optional<TraceWriter> trace,
            Optional<Previews> previews) {
        this.config = config;
        this.plan = plan;
        this.material = material;
        this.trace = trace;
        this.previews = previews;
        this.files = new RunFiles(config.outputDir(), config.outputName());
        int samples = Examples.paired(config, plan.examples()).samplesInAStep();
        this.adapter = new LoraAdapter(plan.targets(), material.device(), config.rankDropout(), samples);
        plan.start()
                .ifPresentOrElse(
                        start -> adapter.begin(start, material.unet().config(), material.device()),
                        () -> adapter.initialise(config.seed()));
        Threads.fit(material.unet().parameters(), (long) samples * mostPositions());
        this.optimizer = Optimizers.make(config, adapter, material.device());
        this.batches = new Batches(config, plan, material);
        this.objective = new DenoisingLoss(
                material.unet(), plan.schedule(), material.memory().checkpoints(), material.device());
        this.oneStep = new TrainingStep(objective, adapter, optimizer, config.maxGradNorm());
        this.rates = new LearningRateSchedule(
                config.lrScheduler(),
                config.effectiveLearningRate(),
                plan.steps(),
                config.lrWarmupSteps(),
                config.lrNumCycles(),
                config.lrPower());
        this.progress = Progress.start(plan.type() == ComputeType.FP16);
    }

    /** Latent positions of the largest example. */
    private long mostPositions() {
        int downscale = material.vae().downscale();
        return plan.examples().stream()
                .map(Example::bucket)
                .mapToLong(size -> (long) (size.width() / downscale) * (size.height() / downscale))
                .max()
                .orElse(0);
    }

    /** The adapter under training. */
    public LoraAdapter adapter() {
        return adapter;
    }

    /** Goes back to where a saved run was. */
    public void resume() {
        SavedRun saved = SavedRun.read(files);
        saved.expectTargets(plan.targets());
        saved.expect(fingerprint());
        saved.expectAtMost(plan.steps());
        RunState state = RunState.read(files.stateFile());
        adapter.load(state.adapter());
        optimizer.load(state.optimizer());
        progress = Progress.resumed(plan.type() == ComputeType.FP16, state.position());
        step = state.position().step();
        savedStep = step;
        moved = step > 0;
    }

    /** The last step that is done. */
    public int step() {
        return step;
    }

    /** Runs to the last step, or until the control asks to stop; tells the listener of each step. */
    public void run(TrainingControl control, Consumer<TrainingEvent> listener) {
        tryToSave();
        double start = seconds();
        lastSave = start;
        try (LossLog log = LossLog.open(files.log(), step);
                Interludes between = new Interludes(config, plan, material, objective, adapter, previews, step)) {
            boolean allDone = step == plan.steps();
            between.begin(step, control, listener);
            SpillWatch spill = SpillWatch.of(material.device());
            Speed speed = new Speed(seconds());
            while (step < plan.steps() && !control.isStopRequested()) {
                double before = seconds();
                TrainingEvent.Step done = stepOrSave();
                spill.after(size(step), seconds() - before).ifPresent(text -> tell(text, listener));
                speed.add(seconds());
                done = withSpeed(done, speed);
                log.add(done, seconds() - before);
                listener.accept(done);
                saveIfDue(control, listener, log);
                double pause = seconds();
                between.after(step, control, listener);
                speed.skip(seconds() - pause);
            }
            log.flush();
            if (allDone) {
                save(files.lora(), listener, true);
            }
        } catch (IOException e) {
            throw cannotWrite(files.log(), e);
        }
        finish(listener, seconds() - start);
    }

    private PictureSize size(int ofStep) {
        return plan.examples().get(plan.batches().indices(ofStep)[0]).bucket();
    }

    private static void tell(Message text, Consumer<TrainingEvent> listener) {
        listener.accept(new TrainingEvent.Warning(text));
    }

    /** Saves once under names that no run has: what can fail at a save fails before the first step. */
    private void tryToSave() {
        Path lora = files.trial(plan.steps());
        Path state = files.stateTrial();
        try {
            Files.createDirectories(files.folder());
            writeState(state);
            output().write(lora, adapter, step);
        } catch (IOException e) {
            throw cannotWrite(files.lora(), e);
        } finally {
            Stream.of(state, lora, files.state()).forEach(TrainingLoop::deleteQuietly);
        }
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException inUse) { // the folder of the state, where there is one
            return;
        }
    }

    /** A step; where the memory is not enough for it, all that was learned before is saved. */
    private TrainingEvent.Step stepOrSave() {
        try {
            return nextStep();
        } catch (UserError e) {
            if (!TorchFailure.isFullMemory(e)) {
                throw e;
            }
            if (step > 0 && !oneStep.hasMovedInPart()) {
                writeState();
            }
            throw new MemoryFullException(Math.max(0, savedStep), e);
        }
    }

    /** One training step of the run: pick, step, tell. */
    private TrainingEvent.Step nextStep() {
        int now = step + 1;
        LossScale scale = progress.lossScale();
        double rate = rates.learningRate(now - 1);
        try (Scope scope = Scope.open()) {
            Batch batch = draw(now);
            try (TrainingStep.Result result = oneStep.run(batch.inputs(), scale.value(), rate)) {
                double loss = result.loss();
                boolean finite = result.isFinite();
                if (finite) {
                    moved = true;
                    lostLosses = 0;
                } else {
                    refuseToGoOn(now, loss);
                }
                scale.update(finite);
                progress.smoothedLoss().add(loss);
                step = now;
                TraceWriter.Numbers numbers = new TraceWriter.Numbers(result.gradNorm(), rate);
                trace.ifPresent(t -> t.record(now, batch, result.evaluation(), numbers, adapter));
                return new TrainingEvent.Step(
                        now,
                        plan.steps(),
                        plan.batches().epoch(now),
                        loss,
                        progress.smoothedLoss().value(),
                        rate,
                        result.gradNorm(),
                        0,
                        0);
            }
        }
    }

    private Batch draw(int now) {
        try (Randoms.Alone alone = Randoms.alone()) {
            Batch batch = batches.of(now);
            adapter.drawMasks(); // the last draw of the step: those before it stay as they are without
            return batch;
        }
    }

    /**
     * An overflow of gradients is the loss scale's business in fp16. One of the loss is not, for the scale comes after
     * it: a few in a row, or any in another type, and the run has failed.
     */
    private void refuseToGoOn(int now, double loss) {
        lostLosses = Double.isFinite(loss) ? 0 : lostLosses + 1;
        boolean hope =
                progress.lossScale().isDynamic() && progress.lossScale().value() >= 1 && lostLosses < MOST_LOST_LOSSES;
        if (!hope) {
            throw new NotFiniteLossException(now, loss, !moved);
        }
    }

    private TrainingEvent.Step withSpeed(TrainingEvent.Step done, Speed speed) {
        double rate = speed.stepsPerSecond();
        return new TrainingEvent.Step(
                done.step(),
                done.totalSteps(),
                done.epoch(),
                done.loss(),
                done.smoothedLoss(),
                done.learningRate(),
                done.gradNorm(),
                rate,
                rate > 0 ? (plan.steps() - done.step()) / rate : 0);
    }

    private void saveIfDue(TrainingControl control, Consumer<TrainingEvent> listener, LossLog log) throws IOException {
        boolean asked = control.consumeSave() || control.isStopRequested();
        if (step == plan.steps()) {
            log.flush();
            save(files.lora(), listener, true);
        } else if (asked || isCheckpoint(step)) {
            log.flush();
            save(files.lora(step), listener, false);
        } else if (seconds() - lastSave > AUTOSAVE_SECONDS) {
            log.flush();
            writeState();
        }
    }

    private boolean isCheckpoint(int candidate) {
        return config.saveEvery() > 0 && candidate % config.saveEvery() == 0;
    }

    private void finish(Consumer<TrainingEvent> listener, double seconds) {
        if (step < plan.steps()) {
            writeState();
            listener.accept(new TrainingEvent.Stopped(files.state(), step));
            return;
        }
        listener.accept(new TrainingEvent.Finished(files.lora(), step, seconds));
    }

    /** The state first: from it a LoRA that its precision cannot hold can still be saved in another. */
    private void save(Path file, Consumer<TrainingEvent> listener, boolean last) {
        writeState();
        try {
            output().write(file, adapter, step);
        } catch (IOException e) {
            throw cannotWrite(file, e);
        }
        listener.accept(new TrainingEvent.Saved(file, step, last));
    }

    private LoraOutput output() {
        return new LoraOutput(
                config,
                plan,
                material.unet().config(),
                progress,
                material.memory(),
                material.heldOut().all().size());
    }

    private void writeState() {
        if (savedStep == step) {
            return;
        }
        try {
            writeState(files.stateFile());
        } catch (IOException e) {
            throw cannotWrite(files.stateFile(), e);
        }
        savedStep = step;
        lastSave = seconds();
    }

    private void writeState(Path file) throws IOException {
        RunState.Position position = RunState.Position.of(step, fingerprint(), progress, marks());
        RunConditions conditions = RunConditions.of(
                config, plan, material.memory(), material.device().id(), material.baseModel());
        RunState.write(file, position, conditions, plan.start(), adapter, optimizer);
    }

    private UserError cannotWrite(Path file, IOException cause) {
        Message goOn = savedStep > 0
                ? Message.of("train.thenResume", SettingName.of("resume"), savedStep)
                : Message.of("train.thenAgain");
        return LoraOutput.cannotWrite(file, cause, goOn);
    }

    private List<String> marks() {
        return plan.examples().stream().map(Example::mark).toList();
    }

    /** What must not change between two parts of one run. */
    private Map<String, String> fingerprint() {
        Map<String, String> same = SavedRun.fingerprint(config);
        same.put(SavedRun.TARGETS, SavedRun.names(plan.targets()));
        same.put("adapter layout", String.valueOf(adapter.layout().size()));
        return same;
    }

    private static double seconds() {
        return System.nanoTime() / 1e9;
    }

    @Override
    public void close() {
        optimizer.close();
        adapter.close();
    }
}
