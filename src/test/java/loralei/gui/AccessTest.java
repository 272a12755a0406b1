package loralei.gui;

import static loralei.gui.EventThread.onEventThread;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Component;
import java.awt.Container;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.swing.AbstractButton;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JMenuBar;
import javax.swing.JScrollBar;
import javax.swing.JTable;
import javax.swing.text.JTextComponent;
import loralei.config.Family;
import loralei.config.PictureSpec;
import loralei.config.Settings;
import loralei.config.TrainingConfig;
import loralei.gui.check.CheckView;
import loralei.gui.demo.DemoInvitation;
import loralei.gui.form.FakeServices;
import loralei.gui.form.FormServices;
import loralei.gui.queue.QueueView;
import loralei.gui.queue.RunQueue;
import loralei.gui.run.NoRunActions;
import loralei.gui.run.RunController;
import loralei.gui.run.RunView;
import loralei.gui.state.StateFile;
import loralei.gui.state.WindowStateStore;
import loralei.gui.tools.ToolKind;
import loralei.gui.tools.ToolsTab;
import loralei.gui.tryit.TryTab;
import loralei.job.PreviewJob;
import loralei.job.PromptAdviceJob;
import loralei.job.TrainRequest;
import loralei.job.UseCases;
import loralei.train.TrainingEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All parts of the window by keyboard and screen reader, in each language. Needs no display. */
class AccessTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final Locale before = Locale.getDefault(Locale.Category.DISPLAY);
    private final CountDownLatch end = new CountDownLatch(1);
    private final List<Runnable> disposals = new ArrayList<>();
    private WindowStateStore store;

    /** How a run of the test goes: it tells of events, and then ends or waits. */
    private enum Stage {
        IDLE,
        TRAINING,
        STOPPED,
        FAILED,
        FINISHED
    }

    @BeforeEach
    void remember() {
        store = WindowStateStore.open(new StateFile(folder));
    }

    @AfterEach
    void forget() throws Exception {
        end.countDown();
        onEventThread(() -> {
            disposals.forEach(Runnable::run);
            return null;
        });
        store.close();
        Locale.setDefault(Locale.Category.DISPLAY, before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de"})
    void noLetterMeansTwoThingsAtATimeAndEachIsInItsText(String language) throws Exception {
        Locale.setDefault(Locale.Category.DISPLAY, Locale.forLanguageTag(language));
        Component menu = onEventThread(this::menu);
        List<Component> tabs = onEventThread(this::tabs);
        for (Stage stage : Stage.values()) {
            Component run = run(stage);
            for (Component tab : tabs) {
                Map<Character, String> taken = new LinkedHashMap<>();
                onEventThread(() -> {
                    for (Component part : List.of(menu, tab, run)) {
                        each(part, part == run, component -> letter(component, taken));
                    }
                    return null;
                });
                assertThat(taken)
                        .as("%s beside a run that is %s", tab.getName(), stage)
                        .hasSizeGreaterThan(7);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de"})
    void noLetterMeansTwoThingsInTheTabThatDrawsOrBesideTheInvitation(String language) throws Exception {
        Locale.setDefault(Locale.Category.DISPLAY, Locale.forLanguageTag(language));
        Component idle = run(Stage.IDLE);
        onEventThread(() -> {
            Map<Character, String> taken = new LinkedHashMap<>();
            Stream.concat(Stream.of(menu()), tryIt().stream())
                    .forEach(part -> each(part, false, component -> letter(component, taken)));
            assertThat(taken).hasSizeGreaterThan(5);
            taken.clear();
            ToolsTab tools = tools();
            for (ToolKind kind : ToolKind.values()) {
                taken.clear();
                tools.choose(kind);
                List.of(menu(), tools.component(), tools.results())
                        .forEach(part -> each(part, false, component -> letter(component, taken)));
                assertThat(taken).as(kind.name()).hasSizeGreaterThan(5);
            }
            taken.clear();
            List.of(menu(), check()).forEach(part -> each(part, false, component -> letter(component, taken)));
            assertThat(taken).hasSizeGreaterThan(8);
            taken.clear();
            List.of(menu(), tab(Family.SD15), invitation(), idle)
                    .forEach(part -> each(part, part == idle, component -> letter(component, taken)));
            return null;
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de"})
    void everythingThatCanBeUsedHasANameForAScreenReader(String language) throws Exception {
        Locale.setDefault(Locale.Category.DISPLAY, Locale.forLanguageTag(language));
        List<Component> parts = new ArrayList<>(onEventThread(this::tabs));
        parts.add(onEventThread(this::menu));
        parts.addAll(onEventThread(this::tryIt));
        parts.add(onEventThread(AccessTest::check));
        for (ToolKind kind : ToolKind.values()) {
            ToolsTab tools = onEventThread(this::tools);
            onEventThread(() -> {
                tools.choose(kind);
                return kind;
            });
            parts.addAll(List.of(tools.component(), tools.results()));
        }
        for (Stage stage : Stage.values()) {
            parts.add(run(stage));
        }
        List<String> nameless = new ArrayList<>();
        onEventThread(() -> {
            parts.forEach(part -> each(part, false, component -> {
                String name = component.getAccessibleContext().getAccessibleName();
                if (isUsable(component) && (name == null || name.isBlank())) {
                    nameless.add(
                            component.getName() + " " + component.getClass().getSimpleName());
                }
            }));
            return null;
        });
        assertThat(nameless).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de"})
    void eachFieldOfTheFormsHasATooltip(String language) throws Exception {
        Locale.setDefault(Locale.Category.DISPLAY, Locale.forLanguageTag(language));
        List<String> settings = Settings.ALL.stream()
                .map(setting -> setting.name())
                .filter(name -> !name.equals("family"))
                .toList();
        for (Family family : Family.values()) {
            Component form = onEventThread(() -> tab(family));
            List<String> explained = new ArrayList<>();
            onEventThread(() -> {
                each(form, false, component -> {
                    String tooltip = component.getToolTipText();
                    if (tooltip != null && !tooltip.isBlank()) {
                        explained.add(component.getName());
                    }
                });
                return null;
            });
            assertThat(explained).containsAll(settings).contains("start", "enqueue");
        }
    }

    /** Keeps the letter of a component; fails where it has another meaning, or is not in the text. */
    private static void letter(JComponent component, Map<Character, String> taken) {
        int mnemonic = 0;
        String text = "";
        if (component instanceof AbstractButton button) {
            mnemonic = button.getMnemonic();
            text = button.getText();
        } else if (component instanceof JLabel label) {
            mnemonic = label.getDisplayedMnemonic();
            text = label.getText();
        }
        if (mnemonic != 0) {
            char letter = (char) mnemonic;
            assertThat(text.toUpperCase(Locale.ROOT)).contains(String.valueOf(letter));
            assertThat(taken.put(letter, text))
                    .as("Alt+%s is also: %s", letter, text)
                    .isNull();
        }
    }

    private static boolean isUsable(JComponent component) {
        return component instanceof AbstractButton
                || component instanceof JComboBox<?>
                || component instanceof JTable
                || (component instanceof JTextComponent text && text.isFocusable())
                || "lossChart".equals(component.getName())
                || "pictures".equals(component.getName())
                || "progress".equals(component.getName());
    }

    /** Everything below, but for the insides of scroll bars and lists. */
    private static void each(Component root, boolean visibleOnly, Consumer<JComponent> look) {
        if (visibleOnly && !root.isVisible()) {
            return;
        }
        if (root instanceof JComponent component) {
            look.accept(component);
        }
        if (root instanceof Container container && !(root instanceof JScrollBar) && !(root instanceof JComboBox<?>)) {
            for (Component child : container.getComponents()) {
                each(child, visibleOnly, look);
            }
        }
    }

    private JMenuBar menu() {
        return new WindowMenu(store, new Theme(store), () -> {}, () -> {}, () -> {}).bar();
    }

    private List<Component> tabs() {
        RunQueue queue = new RunQueue(store, new RunController((request, control, listener) -> {}));
        queue.add(request());
        QueueView view = new QueueView(queue, FakeServices.SILENT);
        disposals.add(view::dispose);
        return List.of(tab(Family.SD15), tab(Family.SDXL), view.component());
    }

    /** The tab that draws has what it drew beside it, and no run. */
    private List<Component> tryIt() {
        DesktopActions desktop = new DesktopActions(FakeServices.SILENT, task -> {});
        TryTab tab = new TryTab(
                TryMemory.services(UseCases.ofThisProgram(), store, task -> {}, FakeServices.SILENT, desktop));
        disposals.add(tab::dispose);
        return List.of(tab.component(), tab.pictures());
    }

    /** The tab with the tools has what came of them beside it. */
    private ToolsTab tools() {
        DesktopActions desktop = new DesktopActions(FakeServices.SILENT, task -> {});
        ToolActions next = new ToolActions(desktop, () -> {
            throw new AssertionError("nobody draws");
        });
        ToolsTab tab = new ToolsTab(
                ToolsMemory.services(UseCases.ofThisProgram(), store, task -> {}, FakeServices.SILENT, next));
        disposals.add(tab::dispose);
        return tab;
    }

    /** The page on which pictures are checked takes the place of all tabs. */
    private static Component check() {
        return new CheckView(new PromptAdviceJob()::run, FakeServices.SILENT, task -> {}, () -> {}).component();
    }

    private static Component invitation() {
        return new DemoInvitation(() -> {}).component();
    }

    private Component tab(Family family) {
        StateMemory memory = new StateMemory(store);
        FormServices services = new FormServices(
                new PreviewJob()::run,
                new PromptAdviceJob()::run,
                task -> {},
                memory::recentModels,
                config -> OptionalDouble.empty(),
                FakeServices.SILENT,
                () -> {},
                (owner, of, chosen) -> {},
                (config, dropped, saved) -> {},
                () -> {});
        return new FamilyTab(family, services, new NoActions()).component();
    }

    private Component run(Stage stage) throws Exception {
        RunController controller = new RunController(training(stage));
        if (stage != Stage.IDLE) {
            CountDownLatch told = new CountDownLatch(1);
            controller.onEnd(run -> told.countDown());
            controller.start(request());
            if (stage != Stage.TRAINING) {
                assertThat(controller.awaitEnd(LONG)).isTrue();
            } else {
                while (controller.snapshot().step().isEmpty()) {
                    Thread.onSpinWait();
                }
            }
        }
        return onEventThread(() -> {
            RunView view = new RunView(controller, new NoRunActions(), FakeServices.SILENT, task -> {});
            disposals.add(view::dispose);
            return view.component();
        });
    }

    private UseCases.Train training(Stage stage) {
        return (request, control, listener) -> {
            listener.accept(
                    new TrainingEvent.Ready(10, 20, 2, List.of(10), "fsk49 cat", "cpu", "fp32", 128, 797_184, 0));
            listener.accept(new TrainingEvent.Step(1, 20, 1, 0.2, 0.2, 1e-4, 0.5, 2.1, 9));
            for (int prompt = 0; prompt < 2; prompt++) {
                Path picture = request.config().outputDir().resolve("preview.png");
                listener.accept(new TrainingEvent.Drawn(picture, 1, prompt, PictureSpec.of("a cat", 64)));
            }
            listener.accept(new TrainingEvent.Validated(1, 0.5, 1, 0.5));
            Path lora = request.config().outputDir().resolve("my-lora.safetensors");
            switch (stage) {
                case IDLE -> throw new AssertionError("nobody starts it");
                case TRAINING -> await();
                case STOPPED -> listener.accept(new TrainingEvent.Stopped(lora, 1));
                case FAILED -> throw new IllegalStateException("it was to be so");
                case FINISHED -> listener.accept(new TrainingEvent.Finished(lora, 20, 9));
            }
        };
    }

    private void await() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private TrainRequest request() {
        return TrainRequest.of(TrainingConfig.defaults(Family.SD15).with("outputDir", folder), false, false);
    }

    private static final class NoActions implements FamilyTab.Actions {
        @Override
        public void start(FamilyTab tab) {}

        @Override
        public void enqueue(FamilyTab tab) {}
    }
}
