package loralei.gui;

import java.awt.Frame;
import java.awt.KeyboardFocusManager;
import java.awt.Window;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import loralei.config.Family;
import loralei.gui.concepts.ConceptsDialog;
import loralei.gui.error.Dialogs;
import loralei.gui.error.SwingDialogs;
import loralei.gui.form.FormServices;
import loralei.gui.form.PathChooser;
import loralei.gui.form.SeveralFolders;
import loralei.job.ModelList;
import loralei.job.UseCases;

/** What the forms get from the window around them. For the event thread only. */
final class FormNeeds {
    private final UseCases useCases;
    private final Executor background;
    private final StateMemory memory;
    private final Dialogs dialogs;
    private final GetBaseModel getBaseModel;
    private final SeveralFolders severalFolders;
    private final ModelListDialog knownModels;

    FormNeeds(UseCases useCases, Executor background, StateMemory memory, Dialogs dialogs, Frame frame) {
        this.useCases = useCases;
        this.background = background;
        this.memory = memory;
        this.dialogs = dialogs;
        getBaseModel = new GetBaseModel(useCases, frame, dialogs);
        knownModels = new ModelListDialog(background, memory, ModelList::find, PathChooser::swing);
        severalFolders = new ConceptsDialog(
                useCases.concepts(),
                background,
                () -> Optional.of(frame),
                new SwingDialogs(() -> Optional.of(inFront().orElse(frame))));
    }

    /** A question of a dialog belongs in front of it. */
    private static Optional<Window> inFront() {
        return Optional.ofNullable(
                KeyboardFocusManager.getCurrentKeyboardFocusManager().getActiveWindow());
    }

    /**
     * All that the form of a family needs.
     *
     * @param whenThere called when a base model was downloaded, with where it is
     * @param checkPictures shows the page on which its pictures are looked at
     */
    FormServices of(Family family, Consumer<Path> whenThere, Runnable checkPictures) {
        return new FormServices(
                useCases.preview(),
                useCases.promptAdvice(),
                background,
                memory::recentModels,
                memory::secondsPerStep,
                dialogs,
                () -> getBaseModel.ask(family, whenThere),
                knownModels,
                severalFolders,
                checkPictures);
    }
}
