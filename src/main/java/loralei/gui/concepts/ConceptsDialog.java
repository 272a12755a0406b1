package loralei.gui.concepts;

import java.awt.Window;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.swing.SwingUtilities;
import loralei.config.FileFailure;
import loralei.config.Places;
import loralei.config.TrainingConfig;
import loralei.config.UserError;
import loralei.data.ConceptEntry;
import loralei.data.ConceptEntry.Field;
import loralei.data.ConceptList;
import loralei.gui.error.DialogFrame;
import loralei.gui.error.Dialogs;
import loralei.gui.form.SeveralFolders;
import loralei.gui.widget.FilePicker;
import loralei.gui.widget.SwingFilePicker;
import loralei.job.UseCases;
import loralei.text.Message;
import loralei.text.Texts;

/** Has a person edit the list of folders in a dialog, and saves it where that person wants it. */
public final class ConceptsDialog implements SeveralFolders {
    private static final String NAME = "concepts.json";

    private final UseCases.Concepts concepts;
    private final Executor background;
    private final Supplier<Optional<Window>> window;
    private final Dialogs dialogs;
    private final FilePicker picker;
    private final FolderChooser chooser;
    private final Texts texts = Texts.of("concepts");
    private boolean open;

    /**
     * Shows nothing yet.
     *
     * @param concepts reads, looks and writes
     * @param background where it does
     * @param window the window that the dialog belongs to
     * @param dialogs questions and failures, in front of the dialog
     */
    public ConceptsDialog(
            UseCases.Concepts concepts, Executor background, Supplier<Optional<Window>> window, Dialogs dialogs) {
        this(concepts, background, window, dialogs, new SwingFilePicker(), FolderChooser::swing);
    }

    /**
     * The same with other ways to ask for files and folders.
     *
     * @param picker asks where to save
     * @param chooser asks for folders
     */
    public ConceptsDialog(
            UseCases.Concepts concepts,
            Executor background,
            Supplier<Optional<Window>> window,
            Dialogs dialogs,
            FilePicker picker,
            FolderChooser chooser) {
        this.concepts = concepts;
        this.background = background;
        this.window = window;
        this.dialogs = dialogs;
        this.picker = picker;
        this.chooser = chooser;
    }

    @Override
    public void edit(TrainingConfig config, List<Path> dropped, Consumer<Path> saved) {
        if (open) {
            return; // a second click before it is there
        }
        open = true;
        background.execute(() -> {
            try {
                // Folders that are dropped take the place of a folder, and come to a list.
                boolean asItIs = dropped.isEmpty() || Files.isRegularFile(config.instanceDir());
                ConceptList list =
                        asItIs ? concepts.open(config) : new ConceptList(Optional.empty(), "", List.of(), List.of());
                SwingUtilities.invokeLater(() -> new Session(list, config, saved).show(dropped));
            } catch (IOException e) {
                SwingUtilities.invokeLater(() -> open = false);
                dialogs.error(
                        texts.get("title"),
                        UserError.request(Message.of(e), Message.text("")).causedBy(e));
            }
        });
    }

    /** One list in one dialog. */
    private final class Session implements ConceptsPanel.Owner {
        private final ConceptList list;
        private final Consumer<Path> saved;
        private final ConceptsPanel panel;
        private final DialogFrame frame;

        Session(ConceptList list, TrainingConfig config, Consumer<Path> saved) {
            this.list = list;
            this.saved = saved;
            frame = new DialogFrame(
                    window.get(),
                    list.file()
                            .map(file -> texts.get("title.file", Places.nameOf(file)))
                            .orElse(texts.get("title")));
            panel = new ConceptsPanel(
                    list,
                    list.file().orElse(config.instanceDir()),
                    new ConceptsPanel.Services(concepts, background, chooser, config),
                    this);
        }

        void show(List<Path> dropped) {
            panel.drop(dropped);
            frame.show(panel.component(), panel.save(), panel.cancel(), panel.list());
            panel.dispose();
            open = false;
        }

        @Override
        public void save(boolean elsewhere) {
            if (!panel.isRight()) {
                return;
            }
            ConceptList edited = list.with(panel.entries());
            if (elsewhere || list.file().isEmpty()) {
                picker.save(
                                panel.component(),
                                texts.get("save.title"),
                                suggestion(edited.entries()),
                                new FilePicker.Kind("json", texts.get("files")))
                        .ifPresent(target -> write(edited, target));
            } else if (edited.entries().equals(list.entries())) {
                done(list.file().get());
            } else {
                write(edited, list.file().get());
            }
        }

        @Override
        public void cancel() {
            frame.close();
        }

        /** Beside the first folder, or where the list was read. */
        private Path suggestion(List<ConceptEntry> entries) {
            if (list.file().isPresent()) {
                return list.file().get();
            }
            try {
                Path first = Places.of(entries.get(0).text(Field.FOLDER)).toAbsolutePath();
                return Optional.ofNullable(first.getParent()).orElse(first).resolve(NAME);
            } catch (IllegalArgumentException e) { // no path, as the row says
                return Path.of(NAME);
            }
        }

        private void write(ConceptList edited, Path target) {
            panel.setSaving(true);
            background.execute(() -> {
                try {
                    boolean agreed = !concepts.wouldReplace(edited, target) || mayReplace(target);
                    if (agreed) {
                        concepts.save(edited, target);
                        SwingUtilities.invokeLater(() -> done(target));
                    }
                } catch (IOException e) {
                    FileFailure cause = FileFailure.of(e);
                    dialogs.error(
                            texts.get("save.title"),
                            UserError.run(Message.of("concepts.unwritable", target, cause.reason()), cause.remedy())
                                    .causedBy(e));
                } finally {
                    SwingUtilities.invokeLater(() -> panel.setSaving(false));
                }
            });
        }

        private boolean mayReplace(Path target) {
            boolean own = list.file().map(target::equals).orElse(false);
            return dialogs.confirm(
                    texts.get("save.title"),
                    texts.get(own ? "replace.changed" : "replace.other", target),
                    texts.get("replace.yes"),
                    texts.get("replace.no"));
        }

        private void done(Path target) {
            frame.close();
            saved.accept(target);
        }
    }
}
