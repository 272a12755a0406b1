package loralei.gui.queue;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks twice a second whether the queue's next run can start. Looking is simpler than being told, and cannot miss the
 * moment between the end of one run and the time when the next may start.
 */
public final class QueueDriver implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QueueDriver.class);
    private static final Duration BETWEEN = Duration.ofMillis(500);

    private final RunQueue queue;
    private final ScheduledExecutorService background = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "queue");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Begins to look; best when the window is shown.
     *
     * @param queue the queue
     */
    public QueueDriver(RunQueue queue) {
        this.queue = queue;
        var unused = background.scheduleWithFixedDelay(
                this::drive, BETWEEN.toMillis(), BETWEEN.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Looks no more, and closes the queue. */
    @Override
    public void close() {
        queue.close();
        background.shutdown();
    }

    private void drive() {
        try {
            queue.drive();
        } catch (RuntimeException e) { // would end all further looking
            LOG.error("The queue cannot go on", e);
        }
    }
}
