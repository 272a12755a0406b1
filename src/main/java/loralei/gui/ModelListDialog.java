package loralei.gui;

import java.awt.Component;
import java.awt.Window;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.swing.SwingUtilities;
import loralei.config.Family;
import loralei.gui.error.DialogFrame;
import loralei.gui.form.KnownModels;
import loralei.gui.form.PathChooser;
import loralei.job.ListedModel;
import loralei.text.Texts;

/** The list of the base models on this computer, in a dialog. For the event thread only. */
final class ModelListDialog implements KnownModels {
    private final Executor background;
    private final StateMemory memory;
    private final Function<List<Path>, List<ListedModel>> find;
    private final PathChooser chooser;

    /**
     * Shows nothing yet.
     *
     * @param background where disks are looked through
     * @param memory keeps the folders that a person named
     * @param find finds the models in such folders
     */
    ModelListDialog(
            Executor background,
            StateMemory memory,
            Function<List<Path>, List<ListedModel>> find,
            PathChooser chooser) {
        this.background = background;
        this.memory = memory;
        this.find = find;
        this.chooser = chooser;
    }

    @Override
    public void choose(Component owner, Family family, Consumer<Path> chosen) {
        Optional<Window> window = Optional.ofNullable(SwingUtilities.getWindowAncestor(owner));
        DialogFrame frame = new DialogFrame(window, Texts.of("models").get("title"));
        ModelListPanel panel = new ModelListPanel(family, background, find, chooser, new ModelListPanel.Folders() {
            @Override
            public List<Path> all() {
                return memory.modelFolders();
            }

            @Override
            public void add(Path folder) {
                memory.modelFolder(folder, true);
            }

            @Override
            public void remove(Path folder) {
                memory.modelFolder(folder, false);
            }
        });
        panel.onAnswer(model -> {
            frame.close();
            model.ifPresent(chosen);
        });
        frame.show(panel.component(), panel.choose(), panel.close(), panel.table());
    }
}
