package loralei.gui;

import static loralei.gui.EventThread.doOnEventThread;
import static org.assertj.core.api.Assertions.assertThat;

import com.formdev.flatlaf.FlatDarkLaf;
import com.formdev.flatlaf.FlatLightLaf;
import java.awt.Component;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Window;
import java.awt.event.KeyEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.swing.JComboBox;
import javax.swing.JFrame;
import javax.swing.JList;
import javax.swing.SwingUtilities;
import javax.swing.text.JTextComponent;
import loralei.config.Resolutions;
import loralei.config.TrainingConfig;
import loralei.conformance.ConformanceData;
import loralei.data.ConceptEntry;
import loralei.data.ConceptEntry.Field;
import loralei.data.ConceptList;
import loralei.gui.concepts.ConceptsDialog;
import loralei.gui.error.Dialogs;
import loralei.gui.widget.FilePicker;
import loralei.job.ConceptsJob;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The list of several folders on the screen, with two folders to be listed. */
abstract class ConceptsOnScreen {
    @TempDir
    Path folder;

    final List<String> asked = new CopyOnWriteArrayList<>();
    final List<Path> saved = new CopyOnWriteArrayList<>();
    final List<Path> suggested = new CopyOnWriteArrayList<>();
    final ExecutorService background = Executors.newSingleThreadExecutor();
    final WindowDriver person = new WindowDriver();
    final Locale language = Locale.getDefault(Locale.Category.DISPLAY);
    volatile boolean agreed;
    volatile List<Path> chosen = List.of();
    Path list;
    EventThreadGuard guard;
    JFrame frame;

    @BeforeEach
    void twoFolders() throws IOException {
        Locale.setDefault(Locale.Category.DISPLAY, Locale.ENGLISH);
        list = folder.resolve("my concepts.json");
        pictures("10_fsk49 cat", 0, 2);
        pictures("dogs", 2, 5);
        guard = EventThreadGuard.install();
    }

    @AfterEach
    void close() throws Exception {
        doOnEventThread(() -> {
            for (Window window : Window.getWindows()) {
                window.dispose();
            }
        });
        background.shutdownNow();
        Locale.setDefault(Locale.Category.DISPLAY, language);
        guard.remove();
        assertThat(guard.violations()).isEmpty();
    }

    void pictures(String name, int from, int to) throws IOException {
        Path into = Files.createDirectories(folder.resolve(name));
        for (int i = from; i < to; i++) {
            Files.copy(
                    ConformanceData.of("sd15").path("images").resolve("0" + i + ".png"),
                    into.resolve("0" + i + ".png"));
        }
    }

    TrainingConfig config(Path place) {
        return TrainingConfig.of(
                Map.of("instanceDir", place, "instancePrompt", "fsk1", "resolution", Resolutions.of(64)));
    }

    void open(Path place, Path... dropped) throws Exception {
        open(place, 900, 560, false, dropped);
    }

    void open(Path place, int width, int height, boolean dark, Path... dropped) throws Exception {
        doOnEventThread(() -> {
            boolean set = dark ? FlatDarkLaf.setup() : FlatLightLaf.setup();
            assertThat(set).isTrue();
            frame = new JFrame();
            frame.setName("main");
            frame.setSize(1100, 700);
            frame.setVisible(true);
        });
        person.await("main");
        ConceptsDialog dialog = new ConceptsDialog(
                new ConceptsJob(),
                background,
                () -> Optional.of(frame),
                dialogs(),
                picker(),
                (owner, title, start) -> chosen);
        doOnEventThread(() -> dialog.edit(config(place), List.of(dropped), saved::add));
        person.await("concepts");
        doOnEventThread(() -> SwingUtilities.getWindowAncestor(rows()).setSize(width, height));
        person.waitFor("the focus", () -> WindowDriver.focused().equals("concepts"));
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

    FilePicker picker() {
        return new FilePicker() {
            @Override
            public Optional<Path> folder(Component parent, String title, Path suggestion) {
                return Optional.empty();
            }

            @Override
            public Optional<Path> open(Component parent, String title, Path suggestion, Kind kind) {
                throw new AssertionError(title);
            }

            @Override
            public Optional<Path> save(Component parent, String title, Path suggestion, Kind kind) {
                suggested.add(suggestion);
                return Optional.of(list);
            }
        };
    }

    static JList<?> rows() {
        return (JList<?>) WindowDriver.find(c -> "concepts".equals(c.getName())).orElseThrow();
    }

    List<String> folders() {
        return WindowDriver.onEventThread(() -> {
            List<String> names = new CopyOnWriteArrayList<>();
            for (int i = 0; i < rows().getModel().getSize(); i++) {
                ConceptEntry entry = (ConceptEntry) rows().getModel().getElementAt(i);
                names.add(Path.of(entry.text(Field.FOLDER)).getFileName().toString());
            }
            return names;
        });
    }

    void select(int row) {
        person.clickUntil("row " + row, () -> at(row), () -> rows().getSelectedIndex() == row);
    }

    static Point at(int row) {
        Rectangle cell = rows().getCellBounds(row, row);
        Point corner = rows().getLocationOnScreen();
        return new Point(corner.x + 100, corner.y + cell.y + cell.height / 2);
    }

    String text(String name) {
        return WindowDriver.onEventThread(() -> ((JTextComponent)
                        WindowDriver.find(c -> name.equals(c.getName())).orElseThrow())
                .getText());
    }

    void choose(String name, int index) {
        JComboBox<?> box = (JComboBox<?>) person.await(name);
        WindowDriver.onEventThread(box::requestFocusInWindow);
        person.press("the choice in " + name, () -> box.getSelectedIndex() == index, KeyEvent.VK_DOWN);
    }

    void awaitSummary(String expected) {
        person.waitFor(
                "the summary to say " + expected + ", not " + text("conceptsSummary"),
                () -> text("conceptsSummary").equals(expected));
    }

    ConceptList read() throws IOException {
        return ConceptList.open(config(list));
    }

    String said(int row) {
        return WindowDriver.onEventThread(() -> {
            JList<?> rows = rows();
            return rows.getAccessibleContext()
                    .getAccessibleChild(row)
                    .getAccessibleContext()
                    .getAccessibleName();
        });
    }
}
