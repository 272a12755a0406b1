package loralei.gui;

import java.awt.CardLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.swing.JComponent;
import javax.swing.JPanel;
import javax.swing.SwingUtilities;
import loralei.config.TrainingConfig;
import loralei.config.UserError;
import loralei.gui.error.Dialogs;
import loralei.gui.grid.GridController;
import loralei.gui.grid.GridSubject;
import loralei.gui.grid.GridView;
import loralei.gui.run.StoredConfig;
import loralei.gui.widget.FilePicker;
import loralei.gui.widget.SwingFilePicker;
import loralei.job.UseCases;
import loralei.text.Texts;

/** The page that compares checkpoints, in the place of everything else in the window. For the event thread only. */
final class ComparePage {
    private static final Duration LONGEST_STEP = Duration.ofMinutes(2);
    private static final String WINDOW = "window";
    private static final String PAGE = "page";

    private final CardLayout cards = new CardLayout();
    private final JPanel panel = new JPanel(cards);
    private final GridController controller;
    private final StoredConfig stored;
    private final Dialogs dialogs;
    private final Executor background;
    private final Consumer<Path> folders;
    private final FilePicker picker = new SwingFilePicker();
    private final Texts texts = Texts.of("grid");
    private Optional<GridView> view = Optional.empty();

    ComparePage(UseCases useCases, Dialogs dialogs, Executor background, Consumer<Path> folders) {
        this.controller = new GridController(useCases.grid());
        this.stored = new StoredConfig(useCases.inspect());
        this.dialogs = dialogs;
        this.background = background;
        this.folders = folders;
    }

    /** What is to be in the window: everything else, or this page. */
    JComponent around(JComponent everythingElse) {
        panel.add(everythingElse, WINDOW);
        return panel;
    }

    /**
     * Asks for a LoRA, and compares all that its run left.
     *
     * @param otherwise the settings for one that holds none
     */
    void ask(Supplier<TrainingConfig> otherwise) {
        if (controller.isRunning()) {
            open();
            return;
        }
        FilePicker.Kind kind = new FilePicker.Kind("safetensors", texts.get("file.lora"));
        TrainingConfig form = otherwise.get();
        Path suggestion = form.outputDir().resolve(form.outputName() + ".safetensors");
        picker.open(panel, texts.get("title.short"), suggestion, kind)
                .ifPresent(lora -> background.execute(() -> show(settings(lora, form), lora)));
    }

    private TrainingConfig settings(Path lora, TrainingConfig form) {
        try {
            return stored.of(lora);
        } catch (IOException | UserError e) { // of another program
            return form;
        }
    }

    /** Compares the LoRAs of a run. */
    void compare(TrainingConfig config, Path lora) {
        background.execute(() -> show(config, lora));
    }

    private void show(TrainingConfig config, Path lora) {
        try {
            GridSubject subject = GridSubject.of(config, lora);
            SwingUtilities.invokeLater(() -> open().show(subject));
        } catch (IOException | RuntimeException e) {
            SwingUtilities.invokeLater(() -> dialogs.error(texts.get("title.short"), e));
        }
    }

    private GridView open() {
        if (view.isEmpty()) {
            GridView made = new GridView(controller, dialogs, background, folders, () -> cards.show(panel, WINDOW));
            view = Optional.of(made);
            panel.add(made.component(), PAGE);
        }
        cards.show(panel, PAGE);
        return view.get();
    }

    /** Whether pictures are drawn, or wait for their turn. */
    boolean isDrawing() {
        return controller.isRunning();
    }

    /** Has nothing drawn any more. Not for the event thread. */
    void stopAndWait() {
        controller.stopAndWait(LONGEST_STEP);
    }

    void dispose() {
        view.ifPresent(GridView::dispose);
    }
}
