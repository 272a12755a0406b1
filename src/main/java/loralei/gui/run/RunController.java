package loralei.gui.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import loralei.config.PictureSpec;
import loralei.config.PreviewPictures;
import loralei.config.UserError;
import loralei.job.TrainRequest;
import loralei.job.UseCases;
import loralei.train.LossLog;
import loralei.train.RunFiles;
import loralei.train.TrainingControl;
import loralei.train.TrainingEvent;
import loralei.train.ValidationLog;
import loralei.train.ValidationTrend;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs trainings one after another, each on a thread of its own, and keeps what is known of the latest one for whoever
 * looks. Nothing is pushed but the end of a run. All methods may be called from any thread.
 */
public final class RunController implements Runs {
    private static final Logger LOG = LoggerFactory.getLogger(RunController.class);

    private final UseCases.Train train;
    private final RunWords words = new RunWords(Locale.getDefault(Locale.Category.DISPLAY));
    private final LossHistory losses = new LossHistory();
    /** More are not looked at while they come. */
    private static final int MOST_CLASS_IMAGES = 60;

    private final PreviewHistory previews = new PreviewHistory();
    private volatile List<Preview> classImages = List.of();
    private final RunLog log = new RunLog();
    private final List<Consumer<RunSnapshot>> listeners = new CopyOnWriteArrayList<>();

    /** Written under the lock of this object only. */
    private volatile RunSnapshot latest = RunSnapshot.idle();

    private volatile Run run = Run.none();
    private volatile boolean resumable;

    /** One start of a training. */
    private record Run(TrainingControl control, long startNanos, CountDownLatch end) {
        static Run none() {
            return new Run(new TrainingControl(), System.nanoTime(), new CountDownLatch(0));
        }

        static Run starting() {
            return new Run(new TrainingControl(), System.nanoTime(), new CountDownLatch(1));
        }

        double seconds() {
            return (System.nanoTime() - startNanos) / 1e9;
        }
    }

    /** Starts with no run. */
    public RunController(UseCases.Train train) {
        this.train = train;
    }

    @Override
    public void start(TrainRequest request) {
        start(request, train);
    }

    /**
     * Starts something that goes on like a training.
     *
     * @param request what it is; only shown
     * @param how what is done
     * @throws IllegalStateException if a run goes on already
     */
    public void start(TrainRequest request, UseCases.Train how) {
        Run starting = Run.starting();
        synchronized (this) {
            if (latest.running()) {
                throw new IllegalStateException("a run is going on already");
            }
            latest = RunSnapshot.started(request);
            run = starting;
            resumable = false;
        }
        Thread thread = new Thread(() -> train(starting, request, how), "training");
        thread.setDaemon(true);
        try {
            thread.start();
        } catch (OutOfMemoryError e) { // no memory for another thread
            end(starting, request, RunPhase.FAILED, Optional.of(e));
        }
    }

    @Override
    public void stop() {
        update(snapshot -> {
            if (!snapshot.running()) {
                return snapshot;
            }
            run.control().requestStop();
            return snapshot.withPhase(RunPhase.STOPPING);
        });
    }

    /** Asks the run for a checkpoint after this step. */
    public void saveNow() {
        run.control().requestSave();
    }

    /** Asks the run for its preview pictures after this step. */
    void drawNow() {
        run.control().requestDraw();
    }

    /** Whether preview pictures were asked for, and the run did not yet hear of it. */
    boolean isDrawRequested() {
        return run.control().isDrawRequested();
    }

    @Override
    public RunSnapshot snapshot() {
        RunSnapshot now = latest;
        return now.running() ? now.withSeconds(run.seconds()) : now;
    }

    /** The losses of the latest run. */
    public LossHistory losses() {
        return losses;
    }

    /** The class images that are being drawn, the last one first; none once there are steps. */
    List<Preview> classImages() {
        return classImages;
    }

    /** The preview pictures of the latest run. */
    PreviewSet previews() {
        return previews.latest();
    }

    /** What happened in all runs so far. */
    public RunLog log() {
        return log;
    }

    /** Whether the run that ended has left a state to go on from. */
    public boolean canResume() {
        return resumable;
    }

    @Override
    public void onEnd(Consumer<RunSnapshot> listener) {
        listeners.add(listener);
    }

    /**
     * Waits until no run is going on.
     *
     * @return whether that is so; false where the time was not enough
     */
    public boolean awaitEnd(Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        try {
            Run awaited;
            do {
                awaited = run;
                if (!awaited.end().await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    return false;
                }
            } while (!awaited.equals(run));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Told that the finished LoRA has another name now. */
    void renamed(Path from, Path to) {
        update(now -> now.lora().equals(Optional.of(from)) ? now.withLora(to) : now);
    }

    private synchronized void update(UnaryOperator<RunSnapshot> change) {
        latest = change.apply(latest);
    }

    private void train(Run current, TrainRequest request, UseCases.Train how) {
        Outcome outcome = new Outcome();
        try {
            words.started(request).forEach(log::add);
            losses.clear();
            previews.clear();
            classImages = List.of();
            if (request.resume()) {
                readLosses(request);
                readValidation(request);
                readPreviews(request);
            }
            how.run(request, current.control(), event -> {
                outcome.accept(event);
                take(event);
            });
            end(current, request, outcome.phase, Optional.empty());
        } catch (Throwable failure) { // whatever it is, the window lives on and tells of it
            end(current, request, RunPhase.FAILED, Optional.of(failure));
        }
    }

    /** How a run that did not fail ended: its last event tells. */
    private static final class Outcome implements Consumer<TrainingEvent> {
        private RunPhase phase = RunPhase.IDLE;

        @Override
        public void accept(TrainingEvent event) {
            if (event instanceof TrainingEvent.Finished) {
                phase = RunPhase.FINISHED;
            } else if (event instanceof TrainingEvent.Stopped) {
                phase = RunPhase.STOPPED;
            }
        }
    }

    private void take(TrainingEvent event) {
        if (event instanceof TrainingEvent.Ready ready) {
            losses.cutAfter(ready.resumedFromStep());
            previews.cutAfter(ready.resumedFromStep());
        } else if (event instanceof TrainingEvent.Step step) {
            losses.add(step.step(), step.loss(), step.smoothedLoss(), step.learningRate());
            classImages = List.of();
        } else if (event instanceof TrainingEvent.Validated measured) {
            losses.add(new ValidationTrend.Point(measured.step(), measured.loss()));
        } else if (event instanceof TrainingEvent.Drawn drawn) {
            previews.add(drawn);
        } else if (event instanceof TrainingEvent.ClassImage drawn) {
            Preview picture = new Preview(drawn.file(), drawn.done(), 0, drawn.done());
            classImages = Stream.concat(Stream.of(picture), classImages.stream())
                    .limit(MOST_CLASS_IMAGES)
                    .toList();
        }
        update(snapshot -> snapshot.after(event));
        words.of(event).forEach(log::add);
    }

    /** The curve so far of a run that goes on; what is after the saved step is cut off when that step is known. */
    private void readLosses(TrainRequest request) {
        Path file = files(request).log();
        if (!Files.exists(file)) {
            return;
        }
        try {
            for (LossLog.Row row : LossLog.read(file)) {
                losses.add(row.step(), row.loss(), row.smoothedLoss(), row.learningRate());
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("the losses of {} cannot be read; the curve begins anew", file, e);
            losses.clear();
        }
    }

    private void readValidation(TrainRequest request) {
        Path file = files(request).validation();
        if (!Files.exists(file)) {
            return;
        }
        try {
            ValidationLog.read(file).forEach(losses::add);
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("the losses of {} cannot be read; their line begins anew", file, e);
        }
    }

    private void readPreviews(TrainRequest request) {
        try {
            previews.read(
                    files(request),
                    PreviewPictures.of(request.config()).stream()
                            .map(PictureSpec::prompt)
                            .toList());
        } catch (IOException | UserError e) {
            LOG.warn(
                    "the preview pictures of {} cannot be found",
                    request.config().outputName(),
                    e);
        }
    }

    private static RunFiles files(TrainRequest request) {
        return new RunFiles(request.config().outputDir(), request.config().outputName());
    }

    private void end(Run ended, TrainRequest request, RunPhase phase, Optional<Throwable> failure) {
        RunSnapshot last =
                close(ended, request, phase, failure); // first of all: nothing that follows may leave it open
        try {
            failure.ifPresent(thrown -> {
                LOG.error("the run failed", thrown);
                log.add(words.failure(thrown));
            });
            for (Consumer<RunSnapshot> listener : listeners) {
                try {
                    listener.accept(last);
                } catch (RuntimeException e) {
                    LOG.error("a listener failed at the end of a run", e);
                }
            }
        } finally {
            ended.end().countDown();
        }
    }

    private synchronized RunSnapshot close(
            Run ended, TrainRequest request, RunPhase phase, Optional<Throwable> failure) {
        RunSnapshot last = latest.withSeconds(ended.seconds()).withPhase(phase);
        // A run of this name from an earlier day may have left a state too; it is not what the person means.
        boolean ours =
                request.resume() || phase == RunPhase.STOPPED || last.step().isPresent();
        resumable = (phase == RunPhase.STOPPED || phase == RunPhase.FAILED)
                && ours
                && Files.exists(files(request).stateFile());
        latest = failure.map(last::withFailure).orElse(last);
        return latest;
    }
}
