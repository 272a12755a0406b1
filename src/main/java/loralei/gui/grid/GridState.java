package loralei.gui.grid;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import loralei.job.Grid;
import loralei.job.GridEvent;
import loralei.text.Message;

/**
 * What was known of a grid at one moment.
 *
 * @param running whether it is being drawn, or waits for its turn
 * @param stopping whether it was asked to stop
 * @param grid its cells, as soon as they are known
 * @param there the files of the cells that are there
 * @param step the latest step
 * @param told what goes on or how it ended, as far as there is no step
 * @param failure what ended it, if it failed
 */
record GridState(
        boolean running,
        boolean stopping,
        Optional<Grid> grid,
        Set<Path> there,
        Optional<GridEvent.Step> step,
        Message told,
        Optional<Throwable> failure) {

    static final GridState NONE = new GridState(
            false, false, Optional.empty(), Set.of(), Optional.empty(), Message.text(""), Optional.empty());

    /** Keeps a copy of the set. */
    GridState {
        there = Set.copyOf(there);
    }

    static GridState started() {
        return new GridState(
                true,
                false,
                Optional.empty(),
                Set.of(),
                Optional.empty(),
                Message.of("grid.starting"),
                Optional.empty());
    }

    /** A grid that an earlier start has drawn. */
    static GridState found(Grid grid, Set<Path> there) {
        return new GridState(
                false, false, Optional.of(grid), there, Optional.empty(), Message.of("grid.found"), Optional.empty());
    }

    GridState stop() {
        return running ? new GridState(true, true, grid, there, step, Message.of("grid.stopping"), failure) : this;
    }

    GridState failed(Throwable thrown) {
        return new GridState(
                false, false, grid, there, Optional.empty(), Message.of("grid.failed"), Optional.of(thrown));
    }

    /** After the last event: whatever that was, it goes on no more. */
    GridState ended() {
        return new GridState(false, false, grid, there, Optional.empty(), told, failure);
    }

    GridState after(GridEvent event) {
        if (event instanceof GridEvent.Ready ready) {
            return new GridState(running, stopping, Optional.of(ready.grid()), there, step, told, failure);
        }
        if (event instanceof GridEvent.Step now) {
            return new GridState(running, stopping, grid, there, Optional.of(now), told, failure);
        }
        if (event instanceof GridEvent.Drawn drawn) {
            Set<Path> more = new HashSet<>(there);
            more.add(drawn.cell().file());
            return new GridState(running, stopping, grid, more, step, told, failure);
        }
        return words(event).isPresent()
                ? new GridState(
                        running, stopping, grid, there, step, words(event).get(), failure)
                : this;
    }

    private static Optional<Message> words(GridEvent event) {
        if (event instanceof GridEvent.Waiting waiting) {
            return Optional.of(Message.of("grid.waits", Message.joined(", ", waiting.before())));
        }
        if (event instanceof GridEvent.Preparing preparing) {
            return Optional.of(preparing.what());
        }
        if (event instanceof GridEvent.Stopped stopped) {
            return Optional.of(Message.of("grid.stopped", stopped.done(), stopped.cells()));
        }
        return event instanceof GridEvent.Finished finished
                ? Optional.of(Message.of("grid.finished", finished.cells()))
                : Optional.empty();
    }
}
