package loralei.job;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import loralei.job.fetch.FetchWatcher;
import loralei.text.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what is received into progress and events. */
final class DownloadMeter implements FetchWatcher {
    private static final Logger LOG = LoggerFactory.getLogger(DownloadMeter.class);
    private static final double INTERVAL = 0.2;

    private final long total;
    private final BooleanSupplier stop;
    private final Consumer<DownloadEvent> listener;
    private final LongSupplier nanoTime;
    private final Map<String, Long> files = new HashMap<>();
    private final ByteSpeed speed = new ByteSpeed();
    private long done;
    private double lastTold = Double.NEGATIVE_INFINITY;

    /**
     * Starts with what is there.
     *
     * @param present bytes of each file that are there already
     */
    DownloadMeter(
            Map<String, Long> present,
            long total,
            BooleanSupplier stop,
            Consumer<DownloadEvent> listener,
            LongSupplier nanoTime) {
        this.total = total;
        this.stop = stop;
        this.listener = listener;
        this.nanoTime = nanoTime;
        files.putAll(present);
        done = present.values().stream().mapToLong(Long::longValue).sum();
        speed.add(nanoTime.getAsLong() / 1e9, done);
    }

    long done() {
        return done;
    }

    @Override
    public boolean isStopRequested() {
        return stop.getAsBoolean();
    }

    @Override
    public void at(String path, long bytes) {
        Long before = files.put(path, bytes);
        done += bytes - (before == null ? 0 : before);
        double now = nanoTime.getAsLong() / 1e9;
        if (now - lastTold < INTERVAL && done != total) {
            return;
        }
        lastTold = now;
        speed.add(now, done);
        double rate = speed.bytesPerSecond();
        double left = done == total ? 0 : rate > 0 ? (total - done) / rate : -1;
        tell(new DownloadEvent.Progress(new DownloadProgress(path, done, total, rate, left)));
    }

    @Override
    public void checking(String path) {
        tell(new DownloadEvent.Checking(path));
    }

    @Override
    public void retrying(String path, Message reason, Duration pause) {
        tell(new DownloadEvent.Retrying(path, reason, pause.toMillis() / 1e3));
    }

    /** A failing listener does not end a download of gigabytes. */
    void tell(DownloadEvent event) {
        try {
            listener.accept(event);
        } catch (RuntimeException e) {
            LOG.error("a listener failed at {}", event, e);
        }
    }
}
