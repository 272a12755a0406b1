package loralei.gui;

import java.awt.CardLayout;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javax.swing.JComponent;
import javax.swing.JPanel;
import loralei.config.TrainingConfig;
import loralei.gui.check.CheckView;
import loralei.gui.error.Dialogs;
import loralei.job.UseCases;

/** The page on which pictures are checked, in the place of everything else in the window. For the event thread only. */
final class CheckPage {
    private static final String WINDOW = "window";
    private static final String PAGE = "page";

    private final CardLayout cards = new CardLayout();
    private final JPanel panel = new JPanel(cards);
    private final UseCases.PromptAdvice advice;
    private final Dialogs dialogs;
    private final Executor background;
    private Optional<CheckView> view = Optional.empty();

    CheckPage(UseCases.PromptAdvice advice, Dialogs dialogs, Executor background) {
        this.advice = advice;
        this.dialogs = dialogs;
        this.background = background;
    }

    /** What is to be in the window: everything else, or this page. */
    JComponent around(JComponent everythingElse) {
        panel.add(everythingElse, WINDOW);
        return panel;
    }

    /**
     * Shows the pictures of some settings.
     *
     * @param saved told the file with the changes, when they are taken over
     */
    void open(TrainingConfig config, Consumer<Path> saved) {
        if (view.isEmpty()) {
            CheckView made = new CheckView(advice, dialogs, background, () -> cards.show(panel, WINDOW));
            view = Optional.of(made);
            panel.add(made.component(), PAGE);
        }
        cards.show(panel, PAGE);
        view.get().show(config, saved);
    }

    /** Whether the window may be closed; asks where changes would be lost. */
    boolean mayClose() {
        return view.map(CheckView::mayClose).orElse(true);
    }

    void dispose() {
        view.ifPresent(CheckView::stop);
    }
}
