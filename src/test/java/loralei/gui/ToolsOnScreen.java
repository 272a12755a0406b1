package loralei.gui;

import static loralei.gui.EventThread.doOnEventThread;
import static org.assertj.core.api.Assertions.assertThat;

import com.formdev.flatlaf.FlatDarkLaf;
import com.formdev.flatlaf.FlatLightLaf;
import java.awt.Window;
import java.awt.event.KeyEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import javax.swing.AbstractButton;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JFrame;
import javax.swing.JSplitPane;
import javax.swing.text.JTextComponent;
import loralei.conformance.ConformanceData;
import loralei.gui.error.Dialogs;
import loralei.gui.state.ToolState;
import loralei.gui.tools.ToolKind;
import loralei.gui.tools.ToolServices;
import loralei.gui.tools.ToolsTab;
import loralei.job.InspectJob;
import loralei.job.tool.LoraTools;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The tab with the tools on the screen, with two LoRAs in a folder. */
abstract class ToolsOnScreen {
    static final Path LORA = ConformanceData.of("sd15").path("lora.kohya.safetensors");
    static final Path MODEL = ConformanceData.of("sd15").path("model");
    static final Path SDXL_LORA = ConformanceData.of("sdxl").path("lora.kohya.safetensors");

    @TempDir
    Path folder;

    final FakeTools fakes = new FakeTools();
    final List<String> asked = new CopyOnWriteArrayList<>();
    final AtomicReference<ToolState> remembered = new AtomicReference<>(ToolState.FIRST);
    final ExecutorService background = Executors.newSingleThreadExecutor();
    final WindowDriver person = new WindowDriver();
    final Locale language = Locale.getDefault(Locale.Category.DISPLAY);
    volatile boolean agreed;
    Path cat;
    Path dog;
    EventThreadGuard guard;
    ToolsTab tab;

    @BeforeEach
    void twoLoras() throws IOException {
        Locale.setDefault(Locale.Category.DISPLAY, Locale.ENGLISH);
        cat = Files.copy(LORA, folder.resolve("cat.safetensors"));
        dog = Files.copy(LORA, folder.resolve("dog.safetensors"));
        guard = EventThreadGuard.install();
    }

    @AfterEach
    void close() throws Exception {
        fakes.turn.countDown();
        doOnEventThread(() -> {
            if (tab != null) {
                tab.dispose();
            }
            for (Window window : Window.getWindows()) {
                window.dispose();
            }
        });
        background.shutdownNow();
        Locale.setDefault(Locale.Category.DISPLAY, language);
        guard.remove();
        assertThat(guard.violations()).isEmpty();
    }

    void open(int width, int height, boolean dark, LoraTools tools) throws Exception {
        doOnEventThread(() -> {
            boolean set = dark ? FlatDarkLaf.setup() : FlatLightLaf.setup();
            assertThat(set).isTrue();
            tab = new ToolsTab(new ToolServices(tools, InspectJob::run, background, dialogs(), memory(), next()));
            JSplitPane split = new JSplitPane(JSplitPane.HORIZONTAL_SPLIT, tab.component(), tab.results());
            JFrame frame = new JFrame();
            frame.setName("main");
            frame.add(split);
            frame.setSize(width, height);
            split.setDividerLocation(width / 2);
            frame.setVisible(true);
        });
        person.waitFor("the button", () -> WindowDriver.isUsable("tool-go"));
        person.awaitFocus();
    }

    /** Chooses a tool by the keyboard. */
    void choose(ToolKind kind) {
        choose(person, kind);
    }

    /** The same for another person. */
    static void choose(WindowDriver person, ToolKind kind) {
        JComboBox<?> box = (JComboBox<?>) person.await("tool-choice");
        int wanted = List.of(ToolKind.values()).indexOf(kind);
        WindowDriver.onEventThread(box::requestFocusInWindow);
        while (WindowDriver.onEventThread(box::getSelectedIndex) != wanted) {
            int now = WindowDriver.onEventThread(box::getSelectedIndex);
            int key = now < wanted ? KeyEvent.VK_DOWN : KeyEvent.VK_UP;
            person.press("another tool", () -> box.getSelectedIndex() != now, key);
        }
    }

    /** Has files dropped on the tab as a file manager would. */
    void drop(Path... files) {
        Dropped.on(tab.component(), List.of(files));
    }

    Dialogs dialogs() {
        return new Dialogs() {
            @Override
            public void error(String title, Throwable failure) {
                asked.add(failure.toString());
            }

            @Override
            public OptionalInt choose(String title, String question, List<String> ways, String no) {
                asked.add(question);
                return agreed ? OptionalInt.of(0) : OptionalInt.empty();
            }
        };
    }

    private ToolServices.Memory memory() {
        return new ToolServices.Memory(
                remembered::get,
                change -> remembered.updateAndGet(change),
                List::of,
                List::of,
                () -> List.of(folder),
                lora -> asked.add("made " + lora.getFileName()));
    }

    private ToolServices.Next next() {
        return new ToolServices.Next() {
            @Override
            public void openFolder(Path opened) {
                asked.add("folder " + opened);
            }

            @Override
            public void tryLora(Path lora) {
                asked.add("try " + lora.getFileName());
            }

            @Override
            public void tryModel(Path model) {
                asked.add("try model " + model.getFileName());
            }
        };
    }

    static JComponent field(String name) {
        return (JComponent) WindowDriver.find(c -> name.equals(c.getName())).orElseThrow();
    }

    static AbstractButton button(String name) {
        return (AbstractButton) field(name);
    }

    /** What stands in a text that is to be seen; empty for none. */
    static String text(String name) {
        return WindowDriver.onEventThread(() -> WindowDriver.find(c -> name.equals(c.getName()) && c.isShowing())
                .map(c -> c instanceof JTextComponent words ? words.getText() : ((javax.swing.JLabel) c).getText())
                .orElse(""));
    }
}
