package loralei.cli;

import java.util.function.Consumer;
import loralei.train.TrainingEvent;

/** Shows the events of a run. */
interface ProgressView extends Consumer<TrainingEvent>, AutoCloseable {
    /** Leaves the output at the start of a line. */
    @Override
    default void close() {}

    /**
     * The view that suits the output: a rewritten line on a terminal, lines in a file or pipe, or JSON.
     *
     * @param console where to write
     * @param json whether JSON was asked for
     */
    static ProgressView of(Console console, boolean json) {
        Surroundings surroundings = console.surroundings();
        if (json) {
            return new JsonProgress(console.out());
        }
        return surroundings.terminal() ? new TerminalProgress(console) : new PlainProgress(console);
    }
}
