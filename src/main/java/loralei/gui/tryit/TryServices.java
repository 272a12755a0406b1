package loralei.gui.tryit;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import loralei.config.Family;
import loralei.gui.error.Dialogs;
import loralei.gui.state.TryState;
import loralei.job.UseCases;

/**
 * What the tab needs of the program around it.
 *
 * @param draw draws
 * @param inspect tells what LoRAs and base models are
 * @param background runs what may take a while
 * @param dialogs questions and failures
 * @param memory what the window remembers
 * @param desktop what the desktop is asked for
 */
public record TryServices(
        UseCases.Draw draw,
        UseCases.Inspect inspect,
        Executor background,
        Dialogs dialogs,
        Memory memory,
        Desktop desktop) {

    /**
     * What the window remembers. Asked and told on the event thread.
     *
     * @param tab what the tab said last
     * @param change changes that
     * @param models base models that were used, and where new ones go
     * @param loraFolders where trainings leave their LoRAs
     * @param used told that a base model was used
     */
    public record Memory(
            Supplier<TryState> tab,
            Consumer<UnaryOperator<TryState>> change,
            Supplier<List<Path>> models,
            Supplier<List<Path>> loraFolders,
            Used used) {}

    /** Remembers a base model. */
    @FunctionalInterface
    public interface Used {
        /** It was used. */
        void model(Family family, Path model);
    }

    /**
     * What the desktop is asked for.
     *
     * @param openFolder shows a folder
     * @param copy puts a text into the clipboard
     * @param trash takes away what is deleted
     */
    public record Desktop(Consumer<Path> openFolder, Consumer<String> copy, Trash trash) {}
}
