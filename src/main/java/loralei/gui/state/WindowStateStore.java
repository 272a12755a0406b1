package loralei.gui.state;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the window's state while the window is open. Any thread may read and change it; changes reach the file within
 * about a second, many of them at once, on a thread of the store's own, and the last ones when it is closed.
 */
public final class WindowStateStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WindowStateStore.class);
    private static final Duration COLLECTED = Duration.ofSeconds(1);

    /** Where changes end up. */
    @FunctionalInterface
    interface Saver {
        void save(WindowState state) throws IOException;
    }

    private final Saver saver;
    private final Duration collected;
    private final Optional<SetAside> setAside;
    private final ScheduledThreadPoolExecutor background = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "window-state");
        thread.setDaemon(true);
        return thread;
    });
    private final Object writing = new Object();

    private WindowState state;
    private boolean unsaved;
    private boolean scheduled;
    private boolean closed;
    private volatile Optional<Exception> trouble = Optional.empty();

    WindowStateStore(Loaded loaded, Saver saver, Duration collected) {
        this.state = loaded.state();
        this.setAside = loaded.setAside();
        this.saver = saver;
        this.collected = collected;
        background.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Begins with what a file says. Reads it on the calling thread. */
    public static WindowStateStore open(StateFile file) {
        return new WindowStateStore(file.load(), file::save, COLLECTED);
    }

    /** The file that could not be used as it was when the store was opened. */
    public Optional<SetAside> setAside() {
        return setAside;
    }

    /** Why the last save failed; empty where it did not. */
    public Optional<Exception> trouble() {
        return trouble;
    }

    /** The state as it is now. */
    public synchronized WindowState state() {
        return state;
    }

    /**
     * Changes the state.
     *
     * @param change from the state as it is to the new one; short, for others wait meanwhile
     */
    public synchronized void update(UnaryOperator<WindowState> change) {
        WindowState changed = change.apply(state);
        if (changed.equals(state)) {
            return;
        }
        state = changed;
        unsaved = true;
        if (!scheduled && !closed) {
            scheduled = true;
            var unused = background.schedule(this::saveNow, collected.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Writes what is not written yet, on the calling thread. What changes later is not kept. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        background.shutdown(); // not shutdownNow: an interrupt would break off a save
        saveNow();
    }

    /** Writes what is not written yet, on the calling thread. */
    void saveNow() {
        synchronized (writing) {
            WindowState latest;
            synchronized (this) {
                scheduled = false;
                if (!unsaved) {
                    return;
                }
                unsaved = false;
                latest = state;
            }
            try {
                saver.save(latest);
                trouble = Optional.empty();
            } catch (IOException | RuntimeException e) {
                if (trouble.isEmpty()) { // not each second
                    LOG.warn("The window's state cannot be saved", e);
                }
                trouble = Optional.of(e);
                synchronized (this) {
                    unsaved = true;
                }
            }
        }
    }
}
