package loralei.gui.grid;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import loralei.job.Grid;
import loralei.job.GridRequest;
import loralei.job.UseCases;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Draws one grid at a time on a thread of its own, and keeps what is known of it. For any thread. */
public final class GridController {
    private static final Logger LOG = LoggerFactory.getLogger(GridController.class);

    private final UseCases.Grid useCase;
    /** Written under the lock of this object only. */
    private volatile GridState state = GridState.NONE;

    private volatile AtomicBoolean stop = new AtomicBoolean();
    private volatile CountDownLatch end = new CountDownLatch(0);

    /** Draws nothing yet. */
    public GridController(UseCases.Grid useCase) {
        this.useCase = useCase;
    }

    /** Begins; false where one is being drawn already. */
    synchronized boolean start(GridRequest request) {
        if (state.running()) {
            return false;
        }
        state = GridState.started();
        AtomicBoolean itsStop = new AtomicBoolean();
        CountDownLatch itsEnd = new CountDownLatch(1);
        stop = itsStop;
        end = itsEnd;
        Thread thread = new Thread(
                () -> {
                    try {
                        useCase.run(request, itsStop::get, event -> update(now -> now.after(event)));
                        update(GridState::ended);
                    } catch (Throwable failure) { // whatever it is, the window lives on and tells of it
                        LOG.error("the grid failed", failure);
                        update(now -> now.failed(failure));
                    } finally {
                        itsEnd.countDown();
                    }
                },
                "grid");
        thread.setDaemon(true);
        thread.start();
        return true;
    }

    /** Ends it within a step of a picture; what is drawn is kept. */
    public void stop() {
        stop.set(true);
        update(GridState::stop);
    }

    /** Stops, and waits until nothing is drawn any more. */
    public void stopAndWait(Duration atMost) {
        stop();
        try {
            boolean ended = end.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
            LOG.info("the grid has {}", ended ? "ended" : "not ended in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Shows another grid, or none, if none is being drawn. */
    void show(Optional<Grid> grid, Set<Path> there) {
        update(now -> now.running()
                ? now
                : grid.map(found -> GridState.found(found, there)).orElse(GridState.NONE));
    }

    GridState state() {
        return state;
    }

    /** Whether a grid is being drawn, or waits for its turn. */
    public boolean isRunning() {
        return state.running();
    }

    private synchronized void update(UnaryOperator<GridState> change) {
        state = change.apply(state);
    }
}
