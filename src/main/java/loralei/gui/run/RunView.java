package loralei.gui.run;

import java.awt.BorderLayout;
import java.awt.CardLayout;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.swing.BorderFactory;
import javax.swing.JComponent;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JSplitPane;
import javax.swing.LookAndFeel;
import javax.swing.SwingUtilities;
import javax.swing.Timer;
import javax.swing.UIManager;
import loralei.gui.error.Dialogs;
import loralei.gui.widget.FilePicker;
import loralei.gui.widget.SwingFilePicker;
import loralei.gui.widget.TrackingPanel;
import net.miginfocom.swing.MigLayout;

/** A run as the person sees it: progress, curve and log, and in the end what came out. For the event thread only. */
public final class RunView {
    private static final int POLL_MILLIS = 250;
    private static final double CHART_SHARE = 0.7;
    private static final String RUN = "run";
    private static final String PREVIEWS = "previews";

    private final RunController controller;
    private final RunStatus.Writer writer;
    private final ProgressPane progress;
    private final Supplier<FinishedView> finishedView;
    private final JPanel result = new JPanel(new BorderLayout());
    private Optional<FinishedView> finished = Optional.empty();
    private LookAndFeel lookOfFinished = UIManager.getLookAndFeel();
    private final LossChart chart;
    private final LogPane log;
    private final Page page = new Page();
    private final JScrollPane scroll = new JScrollPane(page);
    private final PreviewStrip strip;
    private final ClassImageStrip classImages;
    private final PreviewPage previewPage;
    private final CardLayout cards = new CardLayout();
    private final JPanel component = new JPanel(cards);
    private final TaskbarProgress taskbar = new TaskbarProgress(component);
    private boolean comparing;
    private final Timer timer = new Timer(POLL_MILLIS, e -> refresh());

    /**
     * Shows what a controller does, from now on.
     *
     * @param controller of the runs
     * @param actions what is not the view's own business
     * @param dialogs tells of failures
     * @param background does what touches the disk
     */
    public RunView(RunController controller, RunActions actions, Dialogs dialogs, Executor background) {
        this(controller, actions, dialogs, background, new SwingFilePicker());
    }

    RunView(RunController controller, RunActions actions, Dialogs dialogs, Executor background, FilePicker picker) {
        Locale locale = Locale.getDefault(Locale.Category.DISPLAY);
        RepeatRun repeat = new RepeatRun(locale, actions, dialogs, picker, background);
        ChartExport export = new ChartExport(locale, dialogs, picker, background, this::suggestedPicture);
        this.controller = controller;
        this.writer = new RunStatus.Writer(locale);
        this.progress = new ProgressPane(locale, controller, actions, dialogs, repeat);
        this.finishedView = () -> new FinishedView(
                locale,
                controller,
                actions,
                repeat,
                new SendRow(locale, actions, dialogs, picker, background),
                background);
        this.chart = new LossChart(locale, controller.losses(), export, background);
        this.log = new LogPane(locale, controller.log());
        PreviewImages images = new PreviewImages(background);
        this.strip = new PreviewStrip(locale, actions, images, this::compare);
        this.classImages = new ClassImageStrip(
                locale,
                images,
                picture -> actions.openFolder(picture.file().toAbsolutePath().getParent()));
        this.previewPage = new PreviewPage(locale, actions, images, this::backToRun);
        JSplitPane split = new JSplitPane(JSplitPane.VERTICAL_SPLIT, chart.component(), log.component());
        split.setResizeWeight(CHART_SHARE);
        split.setBorder(BorderFactory.createEmptyBorder());
        split.setContinuousLayout(true);
        page.add(progress.component(), "cell 0 0, growx, wmin 0"); // one of these two is visible
        page.add(result, "cell 0 0, growx, wmin 0");
        page.add(strip.component(), "cell 0 1, growx, wmin 0");
        page.add(classImages.component(), "cell 0 1, growx, wmin 0"); // before there are previews
        page.add(split, "cell 0 2, grow, push, wmin 0");
        component.add(scroll, RUN);
        component.add(previewPage.component(), PREVIEWS);
        scroll.setBorder(BorderFactory.createEmptyBorder()); // a new theme would put its own in the place of null
        refresh();
        timer.start();
    }

    /** The view, to be put into the window. */
    public JComponent component() {
        return component;
    }

    /** Ends the polling. The view shows no more news. */
    public void dispose() {
        timer.stop();
    }

    private void refresh() {
        RunSnapshot run = controller.snapshot();
        RunStatus status = writer.of(run);
        boolean done = run.phase() == RunPhase.FINISHED;
        progress.component().setVisible(!done);
        result.setVisible(done);
        if (run.phase() == RunPhase.TRAINING) {
            finished();
        }
        if (done) {
            FinishedView view = finished();
            putUp(view.component());
            view.show(run, status);
        } else {
            progress.show(run, status);
        }
        taskbar.show(TaskbarProgress.Shown.of(run, status));
        showPreviews();
        chart.refresh(run);
        log.refresh();
    }

    private void showPreviews() {
        PreviewSet previews = controller.previews();
        strip.show(previews);
        classImages.show(controller.classImages());
        if (comparing) {
            previewPage.show(previews);
            if (previews.isEmpty()) { // another run began
                backToRun();
            }
        }
    }

    private void compare(Preview picture) {
        comparing = true;
        cards.show(component, PREVIEWS);
        previewPage.open(controller.previews(), picture);
    }

    private void backToRun() {
        comparing = false;
        cards.show(component, RUN);
        strip.focus();
    }

    /**
     * Made and measured while the first run trains: many starts of the window never see it, and to make, measure and
     * paint it at once would hold the window up.
     */
    private FinishedView finished() {
        if (finished.isEmpty()) {
            FinishedView made = finishedView.get();
            finished = Optional.of(made);
            lookOfFinished = UIManager.getLookAndFeel();
            SwingUtilities.invokeLater(() -> made.component().getPreferredSize());
        }
        return finished.get();
    }

    /** In the colours of now: a change of the theme does not reach what is not in the window. */
    private void putUp(JComponent view) {
        if (view.getParent() == null) {
            if (UIManager.getLookAndFeel() != lookOfFinished) {
                SwingUtilities.updateComponentTreeUI(view);
            }
            result.add(view);
        }
    }

    /** Beside the LoRA, under its name. */
    private Path suggestedPicture() {
        return controller
                .snapshot()
                .request()
                .map(request -> request.config())
                .map(config -> config.outputDir().resolve(config.outputName() + "-loss.png"))
                .orElse(Path.of("loss.png").toAbsolutePath());
    }

    /** As large as there is room, and scrolled only where it does not fit. */
    private static final class Page extends TrackingPanel {
        private static final long serialVersionUID = 1L;

        Page() {
            super(new MigLayout("insets 12lp 14lp 12lp 16lp, fill, hidemode 3", "[grow]", "[]unrel[]rel[grow]"));
        }

        @Override
        public boolean getScrollableTracksViewportWidth() {
            return getParent().getWidth() >= getMinimumSize().width;
        }

        @Override
        public boolean getScrollableTracksViewportHeight() {
            return getParent().getHeight() >= getMinimumSize().height;
        }
    }
}
