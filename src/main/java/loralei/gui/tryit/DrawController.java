package loralei.gui.tryit;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import loralei.job.DrawEvent;
import loralei.job.DrawRequest;
import loralei.job.UseCases;
import loralei.text.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Draws on a thread of its own, and keeps what is known of it for whoever looks. From any thread. */
final class DrawController {
    private static final Logger LOG = LoggerFactory.getLogger(DrawController.class);

    /** Where a drawing is. */
    enum Phase {
        IDLE,
        PREPARING,
        WAITING,
        DRAWING,
        STOPPING,
        FINISHED,
        STOPPED,
        FAILED
    }

    /**
     * What was known at one moment.
     *
     * @param phase where it is
     * @param told what is being prepared or waited for
     * @param warning what the person should know
     * @param done pictures that are there
     * @param total pictures that there will be
     * @param step steps of the picture at hand
     * @param steps steps of each picture
     * @param newest the picture that was written last
     * @param failure what ended it in {@link Phase#FAILED}
     */
    record Snapshot(
            Phase phase,
            Optional<Message> told,
            Optional<Message> warning,
            int done,
            int total,
            int step,
            int steps,
            Optional<Path> newest,
            Optional<Throwable> failure) {
        private static final Snapshot IDLE = new Snapshot(
                Phase.IDLE, Optional.empty(), Optional.empty(), 0, 0, 0, 0, Optional.empty(), Optional.empty());

        boolean running() {
            return phase == Phase.PREPARING
                    || phase == Phase.WAITING
                    || phase == Phase.DRAWING
                    || phase == Phase.STOPPING;
        }

        private Snapshot as(Phase next, Optional<Message> what) {
            Phase now = phase == Phase.STOPPING && next != Phase.STOPPED && next != Phase.FAILED ? phase : next;
            return new Snapshot(now, what, warning, done, total, step, steps, newest, failure);
        }

        private Snapshot at(int pictures, int stepNow, int stepsOf) {
            return new Snapshot(phase, Optional.empty(), warning, pictures, total, stepNow, stepsOf, newest, failure);
        }

        private Snapshot withNewest(Path file) {
            return new Snapshot(phase, told, warning, done + 1, total, 0, steps, Optional.of(file), failure);
        }

        private Snapshot withWarning(Message text) {
            return new Snapshot(phase, told, Optional.of(text), done, total, step, steps, newest, failure);
        }

        private Snapshot withFailure(Throwable thrown) {
            return new Snapshot(
                    Phase.FAILED, Optional.empty(), warning, done, total, step, steps, newest, Optional.of(thrown));
        }
    }

    private final UseCases.Draw draw;
    private volatile Snapshot latest = Snapshot.IDLE;
    private volatile AtomicBoolean stop = new AtomicBoolean();
    private volatile CountDownLatch end = new CountDownLatch(0);

    DrawController(UseCases.Draw draw) {
        this.draw = draw;
    }

    Snapshot snapshot() {
        return latest;
    }

    /**
     * Begins to draw, and returns at once. Does nothing while a drawing goes on.
     *
     * @param requests one after the other
     */
    synchronized void start(List<DrawRequest> requests) {
        if (latest.running()) {
            return;
        }
        int total = requests.stream().mapToInt(one -> one.pictures().size()).sum();
        latest = new Snapshot(
                Phase.PREPARING,
                Optional.empty(),
                Optional.empty(),
                0,
                total,
                0,
                0,
                Optional.empty(),
                Optional.empty());
        AtomicBoolean stopThis = new AtomicBoolean();
        CountDownLatch endOfThis = new CountDownLatch(1);
        stop = stopThis;
        end = endOfThis;
        Thread thread = new Thread(
                () -> {
                    try {
                        run(requests, stopThis);
                    } finally {
                        endOfThis.countDown();
                    }
                },
                "drawing");
        thread.setDaemon(true);
        thread.start();
    }

    /** Asks it to end within a moment. */
    void stop() {
        update(now -> {
            if (!now.running()) {
                return now;
            }
            stop.set(true);
            return now.as(Phase.STOPPING, Optional.empty());
        });
    }

    /** Waits until nothing is drawn, if that does not take too long. */
    void awaitEnd(long millis) {
        try {
            if (!end.await(millis, TimeUnit.MILLISECONDS)) {
                LOG.warn("the drawing has not ended in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(List<DrawRequest> requests, AtomicBoolean stopThis) {
        try {
            for (DrawRequest request : requests) {
                if (!stopThis.get()) {
                    int before = latest.done();
                    draw.run(request, stopThis::get, event -> take(event, before));
                }
            }
            Phase phase = stopThis.get() ? Phase.STOPPED : Phase.FINISHED;
            update(now -> new Snapshot(
                    phase,
                    Optional.empty(),
                    now.warning(),
                    now.done(),
                    now.total(),
                    0,
                    now.steps(),
                    now.newest(),
                    Optional.empty()));
        } catch (Throwable failure) { // whatever it is, the window lives on and tells of it
            LOG.error("the drawing failed", failure);
            update(now -> now.withFailure(failure));
        }
    }

    private void take(DrawEvent event, int before) {
        if (event instanceof DrawEvent.Waiting waiting) {
            Message tasks = Message.of("tryit.waiting", Message.joined(", ", waiting.before()));
            update(now -> now.as(Phase.WAITING, Optional.of(tasks)));
        } else if (event instanceof DrawEvent.Preparing preparing) {
            update(now -> now.as(Phase.PREPARING, Optional.of(preparing.what())));
        } else if (event instanceof DrawEvent.Warning warning) {
            LOG.warn("{}", warning.text());
            update(now -> now.withWarning(warning.text()));
        } else if (event instanceof DrawEvent.Step step) {
            update(now ->
                    now.as(Phase.DRAWING, Optional.empty()).at(before + step.picture(), step.step(), step.steps()));
        } else if (event instanceof DrawEvent.Drawn drawn) {
            update(now -> now.withNewest(drawn.file()));
        }
    }

    private synchronized void update(UnaryOperator<Snapshot> change) {
        latest = change.apply(latest);
    }
}
