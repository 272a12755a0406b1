package loralei.gui;

import com.formdev.flatlaf.util.UIScale;
import java.awt.Image;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import javax.swing.BorderFactory;
import javax.swing.JLabel;
import javax.swing.JMenuBar;
import javax.swing.JSplitPane;
import javax.swing.JTabbedPane;
import javax.swing.SwingUtilities;
import javax.swing.Timer;
import javax.swing.WindowConstants;
import loralei.config.Family;
import loralei.config.TrainingConfig;
import loralei.gui.error.Dialogs;
import loralei.gui.error.SwingDialogs;
import loralei.gui.form.FormView;
import loralei.gui.preset.Preset;
import loralei.gui.queue.MoreRuns;
import loralei.gui.queue.QueueDriver;
import loralei.gui.queue.QueueView;
import loralei.gui.queue.RunQueue;
import loralei.gui.run.RunActions;
import loralei.gui.run.RunController;
import loralei.gui.run.RunView;
import loralei.gui.state.WindowStateStore;
import loralei.gui.tools.ToolsTab;
import loralei.gui.tryit.TryTab;
import loralei.job.DemoResult;
import loralei.job.DeviceQueue;
import loralei.job.TrainRequest;
import loralei.job.UseCases;
import loralei.job.stored.StoredSettings;
import loralei.text.Texts;

/** The window: forms and queue on the left, the run on the right. For the event thread only. */
final class MainWindow {
    private static final List<String> TABS = FamilyTabs.followedBy(OtherTabs.QUEUE, OtherTabs.TRY_IT, OtherTabs.TOOLS);
    private static final int POLL_MILLIS = 250;
    private static final int WIDEST_FORM = 720;
    private static final int THREADS = 2;
    /** Longer than any step and its checkpoint should take. */
    private static final Duration LONGEST_STEP = Duration.ofMinutes(10);

    private final CompletableFuture<List<Image>> icon = CompletableFuture.supplyAsync(AppIcon::images);
    private final WindowStateStore store;
    private final Runnable whenClosed;
    private final Texts texts = Texts.of("window");
    private final JTabbedPane tabs = new JTabbedPane();
    private final JSplitPane split = new JSplitPane(JSplitPane.HORIZONTAL_SPLIT);
    private final FamilyTabs families;
    private final PaintedFrame frame = new PaintedFrame(texts.get("window.title"));
    private final ExecutorService background =
            Executors.newFixedThreadPool(THREADS, frame.threadsAfterPaint("window-background"));
    private final Dialogs dialogs = new SwingDialogs(() -> Optional.of(frame));
    private final RunController controller;
    private final MoreRuns more;
    private final RunQueue queue;
    private final RunView run;
    private final ComparePage comparison;
    private final CheckPage check;
    private final OtherTabs others;
    private final Demonstration demo;
    private final RightSide rightSide;
    private final StartRun starting;
    private final StateTrouble trouble;
    private final Timer timer = new Timer(POLL_MILLIS, event -> poll());
    private Optional<QueueDriver> driver = Optional.empty();
    private boolean closing;

    MainWindow(UseCases useCases, WindowStateStore store, Theme theme, Runnable whenClosed) {
        this.store = store;
        this.whenClosed = whenClosed;
        controller = new RunController(useCases.train());
        StateMemory memory = new StateMemory(store);
        controller.onEnd(memory::ended);
        more = new MoreRuns(useCases.train(), memory::ended);
        queue = new RunQueue(
                store,
                controller,
                more::another,
                () -> DeviceQueue.ofThisProgram().atOnce());
        starting = new StartRun(queue, dialogs);
        trouble = new StateTrouble(store, dialogs);
        DesktopActions desktop = new DesktopActions(dialogs, background);
        comparison = new ComparePage(useCases, dialogs, background, desktop::openFolder);
        check = new CheckPage(useCases.promptAdvice(), dialogs, background);
        run = new RunView(controller, new Actions(desktop), dialogs, background);
        rightSide = new RightSide(run.component());
        others = new OtherTabs(
                () -> new QueueView(queue, dialogs),
                () -> new TryTab(TryMemory.services(useCases, store, background, dialogs, desktop)),
                () -> new ToolsTab(ToolsMemory.services(
                        useCases, store, background, dialogs, new ToolActions(desktop, this::showTryIt))),
                rightSide);
        demo = new Demonstration(
                useCases.demo(), controller, rightSide, background, dialogs, desktop, new DemoActions());
        FormNeeds needs = new FormNeeds(useCases, background, memory, dialogs, frame);
        families = new FamilyTabs(family -> restored(new FamilyTab(
                family,
                needs.of(
                        family,
                        path -> form(family).takeModel(path),
                        () -> check.open(form(family).config(), form(family)::takeEdits)),
                new FormActions(memory))));
        layOut(new WindowMenu(store, theme, this::close, demo::start, () -> comparison.ask(this::config)).bar());
    }

    /**
     * Shows the window.
     *
     * @param tab the family whose tab is in front; empty for the tab of the last time
     */
    void open(Optional<Family> tab) {
        select(tab.map(Family::id).orElse(store.state().tab()));
        Placement.apply(frame, store.state().place());
        // What the two halves would like is no guide: long texts want all the width that there is.
        split.setDividerLocation(Math.min(frame.getWidth() / 2, UIScale.scale(WIDEST_FORM)));
        frame.setVisible(true);
        background.execute(() -> {
            frame.logFirstPaint();
            TABS.forEach(id -> SwingUtilities.invokeLater(() -> build(id)));
        });
        demo.inviteAtFirstStart(store.state());
        timer.start();
        driver = Optional.of(new QueueDriver(queue));
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndWait, "stop-at-shutdown"));
        trouble.tellSetAside();
    }

    private void layOut(JMenuBar menu) {
        for (Family family : Family.values()) {
            tabs.addTab(family.label(), families.place(family));
        }
        others.addTo(tabs, texts);
        for (int i = 0; i < tabs.getTabCount(); i++) { // FlatLaf shortens titles whose widths are no whole pixels
            tabs.setTabComponentAt(i, new JLabel(tabs.getTitleAt(i)));
        }
        tabs.setName("tabs");
        tabs.putClientProperty("JTabbedPane.trailingComponent", families.presets());
        tabs.addChangeListener(event -> {
            store.update(state -> state.withTab(selected()));
            selectedTabChanged();
        });
        split.setLeftComponent(tabs);
        split.setRightComponent(rightSide.component());
        split.setResizeWeight(0.4);
        split.setContinuousLayout(true);
        split.setBorder(BorderFactory.createEmptyBorder());
        frame.setName("main");
        frame.setJMenuBar(menu);
        frame.setContentPane(check.around(comparison.around(split)));
        frame.setIconImages(icon.join());
        frame.setDefaultCloseOperation(WindowConstants.DO_NOTHING_ON_CLOSE);
        frame.addWindowListener(new WindowAdapter() {
            @Override
            public void windowClosing(WindowEvent event) {
                close();
            }

            @Override
            public void windowActivated(WindowEvent event) {
                families.built().forEach(tab -> tab.form().refresh());
                others.refresh();
            }
        });
    }

    private FamilyTab restored(FamilyTab tab) {
        tab.form().show(store.state().form(tab.family()));
        tab.form().setAdvancedOpen(store.state().advancedOpen());
        tab.form()
                .onChange(() -> store.update(state ->
                        state.withForm(tab.config()).withAdvancedOpen(tab.form().isAdvancedOpen())));
        return tab;
    }

    /** The settings of the form in front. */
    private TrainingConfig config() {
        return families.get(family(selected()).orElse(Family.DEFAULT)).config();
    }

    private FormView form(Family family) {
        return families.get(family).form();
    }

    /** Builds a tab, if it was not built yet. */
    private void build(String id) {
        if (!closing) {
            family(id).ifPresentOrElse(families::get, () -> others.build(id));
        }
    }

    private static Optional<Family> family(String tab) {
        return Stream.of(Family.values()).filter(one -> one.id().equals(tab)).findFirst();
    }

    private String selected() {
        int index = tabs.getSelectedIndex();
        return index < TABS.size() ? TABS.get(index) : TABS.get(0);
    }

    private void select(String id) {
        tabs.setSelectedIndex(Math.max(0, TABS.indexOf(id)));
        selectedTabChanged(); // for the first one, which is selected from the beginning
    }

    private TryTab showTryIt() {
        select(OtherTabs.TRY_IT);
        return others.tryIt();
    }

    private void selectedTabChanged() {
        build(selected());
        families.showPresets(family(selected()));
        others.turnTo(selected());
    }

    private void poll() {
        boolean running = controller.snapshot().running();
        families.built().forEach(tab -> tab.showRunning(running));
        demo.poll();
        trouble.poll();
    }

    private void start(TrainRequest request) {
        if (closing) { // answered while the window was being closed
            return;
        }
        try {
            controller.start(request);
            rightSide.closeDemo();
        } catch (IllegalStateException e) { // the queue was quicker
            dialogs.error(texts.get("start.failed"), e);
        }
        poll();
    }

    /** Asks where a run goes on, has it saved, and closes. */
    private void close() {
        if (closing || !check.mayClose()) {
            return;
        }
        boolean training = controller.snapshot().running() || more.running() || others.isDrawing();
        if (training ? !mayStop(texts) : others.isWorking() && !mayStop(texts.part("tools"))) {
            return;
        }
        closing = true;
        driver.ifPresent(QueueDriver::close);
        frame.setTitle(texts.get("window.closing"));
        Thread waiting = new Thread(
                () -> {
                    stopAndWait();
                    SwingUtilities.invokeLater(this::dispose);
                },
                "stop-and-close");
        waiting.setDaemon(true);
        waiting.start();
    }

    private boolean mayStop(Texts asked) {
        return dialogs.confirm(
                asked.get("close.title"), asked.get("close.question"), asked.get("close.yes"), asked.get("close.no"));
    }

    private void stopAndWait() {
        others.stopAndWait();
        comparison.stopAndWait();
        controller.stop();
        more.stop();
        controller.awaitEnd(LONGEST_STEP);
        more.awaitEnd(LONGEST_STEP);
    }

    private void dispose() {
        timer.stop();
        run.dispose();
        comparison.dispose();
        check.dispose();
        others.dispose();
        store.update(state -> state.withPlace(Placement.of(frame, state.place())));
        frame.dispose();
        background.shutdownNow();
        whenClosed.run();
    }

    /** What the buttons under a form do. */
    private final class FormActions implements FamilyTab.Actions {
        private final StateMemory memory;

        FormActions(StateMemory memory) {
            this.memory = memory;
        }

        @Override
        public void start(FamilyTab tab) {
            decide(tab).ifPresent(MainWindow.this::start);
        }

        @Override
        public void enqueue(FamilyTab tab) {
            decide(tab).ifPresent(request -> {
                queue.add(request);
                select(OtherTabs.QUEUE);
            });
        }

        private Optional<TrainRequest> decide(FamilyTab tab) {
            if (!tab.isReady()) {
                return Optional.empty();
            }
            Optional<StartRun.Decision> decision = starting.decide(tab.config());
            decision.filter(StartRun.Decision::renamed)
                    .ifPresent(renamed -> tab.rename(renamed.request().config().outputName()));
            memory.used(tab.family(), tab.config().baseModel());
            return decision.map(StartRun.Decision::request);
        }
    }

    /** What a person asks for while looking at a run. */
    private final class Actions implements RunActions {
        private final DesktopActions desktop;

        Actions(DesktopActions desktop) {
            this.desktop = desktop;
        }

        @Override
        public void resume(TrainRequest stopped) {
            if (demo.isOf(stopped)) {
                demo.start();
            } else {
                start(TrainRequest.of(stopped.config(), true, false));
            }
        }

        @Override
        public void repeat(StoredSettings stored) {
            FormView form = form(stored.family());
            form.show(
                    stored.isWhole()
                            ? stored.settings().config()
                            : new Preset("", "", stored.settings().values()).applyTo(form.config()));
            select(stored.family().id());
        }

        @Override
        public void compare(TrainingConfig config, Path lora) {
            comparison.compare(config, lora);
        }

        @Override
        public Optional<Path> sendFolder() {
            return store.state().folders().loras();
        }

        @Override
        public void rememberSendFolder(Path named) {
            store.update(state -> state.withFolders(state.folders().withLoras(named)));
        }

        @Override
        public void openFolder(Path folder) {
            desktop.openFolder(folder);
        }

        @Override
        public void copy(String text) {
            desktop.copy(text);
        }
    }

    /** What the demonstration asks of the window. */
    private final class DemoActions implements Demonstration.Owner {
        @Override
        public void showForm() {
            if (family(selected()).isEmpty()) {
                select(Family.DEFAULT.id());
            }
        }

        @Override
        public void draw(DemoResult result) {
            showTryIt().tryOut(result.lora(), result.model());
        }
    }
}
