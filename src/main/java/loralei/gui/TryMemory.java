package loralei.gui;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import loralei.config.Family;
import loralei.config.TrainingConfig;
import loralei.gui.error.Dialogs;
import loralei.gui.state.WindowStateStore;
import loralei.gui.tryit.Trash;
import loralei.gui.tryit.TryServices;
import loralei.job.UseCases;

/** What the tab that draws gets from the window around it. */
final class TryMemory {
    private TryMemory() {}

    static TryServices services(
            UseCases useCases, WindowStateStore store, Executor background, Dialogs dialogs, DesktopActions desktop) {
        TryServices.Memory memory = new TryServices.Memory(
                () -> store.state().tryIt(),
                change -> store.update(state -> state.withTryIt(change.apply(state.tryIt()))),
                () -> models(store),
                () -> outputFolders(store),
                (family, model) -> store.update(state -> state.withRecentModel(family, model)));
        return new TryServices(
                useCases.draw(),
                useCases.inspect(),
                background,
                dialogs,
                memory,
                new TryServices.Desktop(desktop::openFolder, desktop::copy, Trash.ofDesktop()));
    }

    /** Base models that were used. */
    static List<Path> models(WindowStateStore store) {
        return Stream.of(Family.values())
                .flatMap(family -> store.state().recentModels(family).stream())
                .toList();
    }

    /** Where the forms send LoRAs. */
    static List<Path> outputFolders(WindowStateStore store) {
        return Stream.concat(
                        Stream.of(Family.values())
                                .map(family -> store.state().form(family).outputDir()),
                        Stream.of(TrainingConfig.defaults(Family.DEFAULT).outputDir()))
                .distinct()
                .toList();
    }
}
