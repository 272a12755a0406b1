package loralei.job;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import loralei.job.StepMemory.Part;
import loralei.job.StepMemory.Sample;

/** Looks every few milliseconds, on a thread of its own, at how much memory is in use while a step runs. */
final class MemoryWatch {
    private static final int PAUSE_MILLIS = 5;

    private final LongSupplier inUse;
    private final List<Sample> samples = new ArrayList<>(); // guarded by this
    private final Thread thread = new Thread(this::look, "memory watch");
    private final long start = System.nanoTime();
    private Part part = Part.FORWARD;
    private volatile boolean ended;

    private MemoryWatch(LongSupplier inUse) {
        this.inUse = inUse;
    }

    /** Begins to look; {@code inUse} gives the bytes. */
    static MemoryWatch start(LongSupplier inUse) {
        MemoryWatch watch = new MemoryWatch(inUse);
        watch.sample();
        watch.thread.setDaemon(true);
        watch.thread.start();
        return watch;
    }

    /** Another part of the step begins. */
    synchronized void begin(Part next) {
        sample(); // the end of the one before
        part = next;
        sample();
    }

    /** Ends, and gives what was seen. */
    StepMemory stop() {
        ended = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sample();
        synchronized (this) {
            return new StepMemory(samples);
        }
    }

    private synchronized void sample() {
        samples.add(new Sample((System.nanoTime() - start) / 1e9, inUse.getAsLong(), part));
    }

    private void look() {
        while (!ended) {
            sample();
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                return; // it was ended
            }
        }
    }
}
