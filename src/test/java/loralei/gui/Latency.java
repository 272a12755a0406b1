package loralei.gui;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.swing.SwingUtilities;

/**
 * How long the event thread lets a caller wait, asked fifty times a second; and what it was doing wherever that took
 * long.
 */
final class Latency implements AutoCloseable {
    private static final int PAUSE_MILLIS = 20;
    private static final long SUSPICIOUS_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int LOOK_MILLIS = 10;
    private static final int DEPTH = 30;

    private final ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    private final AtomicLong longestNanos = new AtomicLong();
    private final AtomicLong longestWorkNanos = new AtomicLong();
    private final AtomicLong askedNanos = new AtomicLong();
    private final List<String> traces = new ArrayList<>();
    private final Thread eventThread = WindowDriver.onEventThread(Thread::currentThread);
    private final Thread asking = new Thread(this::ask, "latency");
    private final Thread looking = new Thread(this::look, "latency-traces");

    /** Begins to ask. */
    static Latency start() {
        Latency latency = new Latency();
        for (Thread thread : List.of(latency.asking, latency.looking)) {
            thread.setDaemon(true);
            thread.start();
        }
        return latency;
    }

    /** The longest wait so far. */
    double longestMillis() {
        return longestNanos.get() / 1e6;
    }

    /** The most that the event thread computed while somebody waited: on a busy machine, what is left is others' work. */
    double longestWorkMillis() {
        return longestWorkNanos.get() / 1e6;
    }

    /** What the event thread did while somebody waited for it for long: one trace a look, with the wait so far. */
    List<String> traces() {
        synchronized (traces) {
            return List.copyOf(traces);
        }
    }

    @Override
    public void close() {
        asking.interrupt();
        looking.interrupt();
    }

    private void ask() {
        try {
            while (true) {
                long asked = System.nanoTime();
                long worked = clock.getThreadCpuTime(eventThread.getId());
                askedNanos.set(asked);
                SwingUtilities.invokeAndWait(() -> {
                    longestNanos.accumulateAndGet(System.nanoTime() - asked, Math::max);
                    longestWorkNanos.accumulateAndGet(clock.getThreadCpuTime(eventThread.getId()) - worked, Math::max);
                });
                askedNanos.set(0);
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.lang.reflect.InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }

    private void look() {
        try {
            while (true) {
                Thread.sleep(LOOK_MILLIS);
                long asked = askedNanos.get();
                long waited = System.nanoTime() - asked;
                if (asked != 0 && waited > SUSPICIOUS_NANOS) {
                    keep(waited, eventThread.getStackTrace());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void keep(long waited, StackTraceElement[] trace) {
        StringBuilder text = new StringBuilder("after " + TimeUnit.NANOSECONDS.toMillis(waited) + " ms:");
        for (int i = 0; i < Math.min(DEPTH, trace.length); i++) {
            text.append("\n    ").append(trace[i]);
        }
        synchronized (traces) {
            traces.add(text.toString());
        }
    }
}
