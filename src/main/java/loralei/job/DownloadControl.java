package loralei.job;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** What a person asks of a download that goes on, and how far it is. Safe from any thread. */
public final class DownloadControl {
    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicReference<DownloadProgress> progress = new AtomicReference<>();

    /** Asks the download to end within a moment; what was received is kept, and the next one goes on from there. */
    public void requestStop() {
        stop.set(true);
    }

    /** Whether the download was asked to stop. */
    public boolean isStopRequested() {
        return stop.get();
    }

    /** How far it is; empty before the first byte. Cheap, to be polled. */
    public Optional<DownloadProgress> progress() {
        return Optional.ofNullable(progress.get());
    }

    void show(DownloadProgress now) {
        progress.set(now);
    }
}
