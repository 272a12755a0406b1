package loralei.gui.form;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import loralei.config.TrainingConfig;

/** Edits the list of folders that a run learns from. */
@FunctionalInterface
public interface SeveralFolders {
    /**
     * Shows the list; called on the event thread.
     *
     * @param config what the form says; the list begins with what it names
     * @param dropped folders that are to be added
     * @param saved told on the event thread which file the list is in
     */
    void edit(TrainingConfig config, List<Path> dropped, Consumer<Path> saved);
}
