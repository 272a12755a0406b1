package loralei.gui.tools;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import loralei.config.UserError;
import loralei.job.tool.ToolWatcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has tools work on a thread of its own, one at a time, and keeps what is known of it. From any thread. */
final class ToolController {
    private static final Logger LOG = LoggerFactory.getLogger(ToolController.class);

    /** Where a tool is. */
    enum Phase {
        IDLE,
        RUNNING,
        STOPPING,
        DONE,
        STOPPED,
        FAILED
    }

    /**
     * What was known at one moment.
     *
     * @param phase where it is
     * @param number of the work, counted from 1
     * @param work what is done
     * @param done parts that are done
     * @param of all parts; 0 where that is not known yet
     * @param outcome what came of it, in {@link Phase#DONE}
     * @param failure what ended it, in {@link Phase#FAILED}
     */
    record Snapshot(
            Phase phase,
            int number,
            Optional<Work> work,
            int done,
            int of,
            Optional<Work.Outcome> outcome,
            Optional<Throwable> failure) {
        private static final Snapshot IDLE =
                new Snapshot(Phase.IDLE, 0, Optional.empty(), 0, 0, Optional.empty(), Optional.empty());

        boolean running() {
            return phase == Phase.RUNNING || phase == Phase.STOPPING;
        }

        private Snapshot at(int doneNow, int ofAll) {
            return new Snapshot(phase, number, work, doneNow, ofAll, outcome, failure);
        }

        private Snapshot as(Phase next, Optional<Work.Outcome> result, Optional<Throwable> thrown) {
            return new Snapshot(next, number, work, done, of, result, thrown);
        }
    }

    private volatile Snapshot latest = Snapshot.IDLE;
    private volatile AtomicBoolean stop = new AtomicBoolean();
    private volatile CountDownLatch end = new CountDownLatch(0);

    Snapshot snapshot() {
        return latest;
    }

    /**
     * Begins, and returns at once. Does nothing while something is done already.
     *
     * @param overwrite whether a file that is there may be replaced
     */
    synchronized void start(Work work, boolean overwrite) {
        if (latest.running()) {
            return;
        }
        latest = new Snapshot(
                Phase.RUNNING, latest.number() + 1, Optional.of(work), 0, 0, Optional.empty(), Optional.empty());
        AtomicBoolean stopThis = new AtomicBoolean();
        CountDownLatch endOfThis = new CountDownLatch(1);
        stop = stopThis;
        end = endOfThis;
        Thread thread = new Thread(
                () -> {
                    try {
                        run(work, overwrite, stopThis);
                    } finally {
                        endOfThis.countDown();
                    }
                },
                "tool");
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
            return now.as(Phase.STOPPING, Optional.empty(), Optional.empty());
        });
    }

    /** Waits until nothing is done any more, if that does not take too long. */
    void awaitEnd(long millis) {
        try {
            if (!end.await(millis, TimeUnit.MILLISECONDS)) {
                LOG.warn("the tool has not ended in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Work work, boolean overwrite, AtomicBoolean stopThis) {
        try {
            Work.Outcome outcome = work.run().with(overwrite, watcher(stopThis));
            Phase phase = outcome.isWhole() ? Phase.DONE : Phase.STOPPED;
            update(now -> now.as(phase, Optional.of(outcome), Optional.empty()));
        } catch (Throwable failure) { // whatever it is, the window lives on and tells of it
            if (stopThis.get() && failure instanceof UserError) { // as one that makes no file tells of it
                update(now -> now.as(Phase.STOPPED, Optional.empty(), Optional.empty()));
            } else {
                LOG.error("the tool {} failed", work.kind().id(), failure);
                update(now -> now.as(Phase.FAILED, Optional.empty(), Optional.of(failure)));
            }
        }
    }

    private ToolWatcher watcher(AtomicBoolean stopThis) {
        return new ToolWatcher() {
            @Override
            public void at(int done, int of) {
                update(now -> now.at(done, of));
            }

            @Override
            public boolean stopped() {
                return stopThis.get();
            }
        };
    }

    private synchronized void update(UnaryOperator<Snapshot> change) {
        latest = change.apply(latest);
    }
}
