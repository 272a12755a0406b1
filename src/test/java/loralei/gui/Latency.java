package loralei.gui;

import java.util.concurrent.atomic.AtomicLong;
import javax.swing.SwingUtilities;

/** How long the event thread lets a caller wait, asked fifty times a second. */
final class Latency implements AutoCloseable {
    private static final int PAUSE_MILLIS = 20;

    private final AtomicLong longestNanos = new AtomicLong();
    private final Thread thread = new Thread(this::ask, "latency");

    /** Begins to ask. */
    static Latency start() {
        Latency latency = new Latency();
        latency.thread.setDaemon(true);
        latency.thread.start();
        return latency;
    }

    /** The longest wait so far. */
    double longestMillis() {
        return longestNanos.get() / 1e6;
    }

    /** Forgets the waits so far. */
    void reset() {
        longestNanos.set(0);
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void ask() {
        try {
            while (true) {
                long asked = System.nanoTime();
                SwingUtilities.invokeAndWait(() -> longestNanos.accumulateAndGet(System.nanoTime() - asked, Math::max));
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.lang.reflect.InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }
}
