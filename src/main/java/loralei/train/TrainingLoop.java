package loralei.train;

import static loralei.config.Words.say;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import loralei.config.TrainingConfig;
import loralei.config.UserError;
import loralei.config.Words;
import loralei.lora.LoraAdapter;
import loralei.model.UnetModules;
import loralei.torch.ComputeType;
import loralei.torch.Kernels;
import loralei.torch.Scope;
import loralei.torch.Tensor;
import loralei.torch.Threads;

/** Trains an adapter: the loop over steps, its checkpoints and its way back from one. */
public final class TrainingLoop implements AutoCloseable {
    /** A run without checkpoints of its own still saves its state so often. */
    private static final double AUTOSAVE_SECONDS = 300;

    private final TrainingConfig config;
    private final RunPlan plan;
    private final TrainingMaterial material;
    private final RunFiles files;
    private final LoraAdapter adapter;
    private final Optimizer optimizer;
    private final Batches batches;
    private final DenoisingLoss objective;
    private final LearningRateSchedule rates;
    private final Optional<TraceWriter> trace;
    private Progress progress;
    private int step;
    private double lastSave;

    /** Prepares a run from its first step. */
    public TrainingLoop(TrainingConfig config, RunPlan plan, TrainingMaterial material, Optional<TraceWriter> trace) {
        this.config = config;
        this.plan = plan;
        this.material = material;
        this.trace = trace;
        this.files = new RunFiles(config.outputDir(), config.outputName());
        this.adapter = new LoraAdapter(
                UnetModules.attention(material.unet().config()), config.rank(), config.alpha(), material.device());
        adapter.initialise(config.seed());
        int side = config.resolution() / material.vae().downscale();
        Threads.fit(material.unet().parameters(), (long) config.batchSize() * side * side);
        this.optimizer = Optimizers.make(config, adapter, material.device());
        this.batches = new Batches(material, plan.batches(), plan.schedule(), config.minSnrGamma());
        this.objective =
                new DenoisingLoss(material.unet(), plan.schedule(), config.gradientCheckpointing(), material.device());
        this.rates = new LearningRateSchedule(
                config.lrScheduler(),
                config.effectiveLearningRate(),
                plan.steps(),
                config.lrWarmupSteps(),
                config.lrNumCycles(),
                config.lrPower());
        this.progress = Progress.start(plan.type() == ComputeType.FP16);
    }

    /** The step that a saved run stopped after. */
    public static int savedStep(RunFiles files) {
        return RunState.read(files.stateFile()).position().step();
    }

    /** The adapter under training. */
    public LoraAdapter adapter() {
        return adapter;
    }

    /**
     * Goes back to where a saved run was.
     *
     * @return warnings for the person
     */
    public List<Words> resume() {
        RunState state = RunState.read(files.stateFile());
        state.expect(files.stateFile(), fingerprint());
        if (state.position().step() > plan.steps()) {
            throw UserError.request(
                    say(
                            "The run in {0} has {1} steps behind it, more than the {2} that were asked for.",
                            files.state(), state.position().step(), plan.steps()),
                    say("Ask for more epochs or steps, or use another --output-name."));
        }
        adapter.load(state.adapter().floats());
        optimizer.load(state.optimizer());
        progress = Progress.resumed(plan.type() == ComputeType.FP16, state.position());
        step = state.position().step();
        return state.position().pictures().equals(pictureHashes())
                ? List.of()
                : List.of(say("The pictures are not those that this run was started with."));
    }

    /** The last step that is done. */
    public int step() {
        return step;
    }

    /** Runs to the last step, or until the control asks to stop; tells the listener of each step. */
    public void run(TrainingControl control, Consumer<TrainingEvent> listener) {
        double start = seconds();
        lastSave = start;
        Speed speed = new Speed(start);
        try (LossLog log = LossLog.open(files.log(), step)) {
            while (step < plan.steps() && !control.isStopRequested()) {
                double before = seconds();
                TrainingEvent.Step done = nextStep();
                speed.add(seconds());
                done = withSpeed(done, speed);
                log.add(done, seconds() - before);
                listener.accept(done);
                saveIfDue(control, listener, log);
            }
            log.flush();
        } catch (IOException e) {
            throw LoraOutput.cannotWrite(files.log(), e);
        }
        finish(listener, seconds() - start);
    }

    /** One training step: pick, predict, derive, clip, move. */
    private TrainingEvent.Step nextStep() {
        int now = step + 1;
        LossScale scale = progress.lossScale();
        double rate = rates.learningRate(now - 1);
        try (Scope scope = Scope.open()) {
            Batch batch = batches.of(now);
            Kernels.run("fill", adapter.gradients(), 0.0);
            try (DenoisingLoss.Evaluation evaluation = objective.backward(batch.inputs(), adapter, scale.value());
                    Tensor gradNorm = Kernels.tensor(
                            "clip_grad_norm", adapter.gradients(), scale.value(), config.maxGradNorm())) {
                float[] numbers = Kernels.scalars(evaluation.loss(), gradNorm); // a GPU's only stop in the step
                double loss = numbers[0];
                double norm = numbers[1];
                boolean finite = Double.isFinite(loss) && Double.isFinite(norm);
                if (finite) {
                    optimizer.step(rate);
                } else {
                    refuseToGoOn(now, loss);
                }
                scale.update(finite);
                progress.smoothedLoss().add(loss);
                step = now;
                trace.ifPresent(t -> t.record(now, batch, evaluation, new TraceWriter.Numbers(norm, rate), adapter));
                return new TrainingEvent.Step(
                        now,
                        plan.steps(),
                        Math.toIntExact(plan.batches().epoch(now)),
                        loss,
                        progress.smoothedLoss().value(),
                        rate,
                        norm,
                        0,
                        0);
            }
        }
    }

    /** An overflow is the loss scale's business in fp16; in any other type the run has failed. */
    private void refuseToGoOn(int now, double loss) {
        if (!progress.lossScale().isDynamic() || progress.lossScale().value() < 1) {
            throw UserError.run(
                    say(
                            "The loss of step {0} is not a finite number ({1}), so the run stopped before it could spoil "
                                    + "the LoRA.",
                            now, loss),
                    say("Use a lower --learning-rate, or --precision fp32. Checkpoints up to here are good: go on with "
                            + "--resume."));
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
        if (step < plan.steps() && (asked || isCheckpoint(step))) {
            log.flush();
            writeLora(files.lora(step), listener, false);
            writeState();
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
        writeLora(files.lora(), listener, true);
        writeState();
        listener.accept(new TrainingEvent.Finished(files.lora(), step, seconds));
    }

    private void writeLora(Path file, Consumer<TrainingEvent> listener, boolean last) {
        try {
            new LoraOutput(config, plan, material.unet().config(), progress).write(file, adapter, step);
        } catch (IOException e) {
            throw LoraOutput.cannotWrite(file, e);
        }
        listener.accept(new TrainingEvent.Saved(file, step, last));
    }

    private void writeState() {
        try {
            RunState.Position position = RunState.Position.of(step, fingerprint(), progress, pictureHashes());
            RunState.write(files.stateFile(), position, adapter, optimizer);
        } catch (IOException e) {
            throw LoraOutput.cannotWrite(files.stateFile(), e);
        }
        lastSave = seconds();
    }

    private List<String> pictureHashes() {
        return material.pictures().stream().map(p -> p.picture().sha256()).toList();
    }

    /** What must not change between two parts of one run. */
    private Map<String, String> fingerprint() {
        Map<String, String> same = new LinkedHashMap<>();
        same.put("family", config.family().id());
        same.put("rank", String.valueOf(config.rank()));
        same.put("alpha", String.valueOf(config.alpha()));
        same.put("optimizer", config.optimizer().id());
        same.put("seed", String.valueOf(config.seed()));
        same.put("batch-size", String.valueOf(config.batchSize()));
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
