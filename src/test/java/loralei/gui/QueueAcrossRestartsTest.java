package loralei.gui;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Point;
import java.awt.event.KeyEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.swing.AbstractButton;
import javax.swing.JTable;
import loralei.config.TrainingConfig;
import loralei.gui.state.QueuePause;
import loralei.gui.state.RunList;
import loralei.gui.state.WindowState;
import loralei.text.Texts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs in the queue, while the window is closed and opened again. */
@NeedsDisplay
class QueueAcrossRestartsTest {
    private static final int NAME = 0;
    private static final int STATUS = 3;
    private static final int LONG_ENOUGH_TO_CLOSE = 80;

    private final Texts texts = Texts.of("queue");

    @TempDir
    Path folder;

    @Test
    void orderPauseAndCutOffRunsSurviveAndAFailureStopsNobody() throws Exception {
        Path model = copyOfTheModel();
        TrainingConfig config =
                Remembered.tinyRun(folder.resolve("out"), LONG_ENOUGH_TO_CLOSE).with("baseModel", model);
        Remembered.state(WindowState.FIRST.withForm(config).withQueue(RunList.EMPTY.paused(QueuePause.CHOSEN)));
        try (OpenWindow window = OpenWindow.open()) {
            WindowDriver person = window.person();
            enqueue(person, "first");
            person.tab(0);
            person.enter("baseModel", Remembered.MODEL.toString());
            enqueue(person, "second");
            enqueue(person, "third");
            person.tab(2);
            selectRow(person, 2);
            person.press(
                    "the third to be second",
                    () -> column(NAME).get(1).equals("third"),
                    KeyEvent.VK_ALT,
                    KeyEvent.VK_UP);
            person.press(
                    "the third to be first",
                    () -> column(NAME).get(0).equals("third"),
                    KeyEvent.VK_ALT,
                    KeyEvent.VK_UP);
            assertThat(column(NAME)).containsExactly("third", "first", "second");
        }
        Files.move(model, folder.resolve("elsewhere")); // the run that needs it cannot but fail

        try (OpenWindow window = OpenWindow.open()) {
            WindowDriver person = window.person();
            person.tab(2);
            person.waitFor("the queue", () -> column(NAME).equals(List.of("third", "first", "second")));
            assertThat(statuses()).containsExactly("waiting", "waiting", "waiting");
            assertThat(WindowDriver.onEventThread(() -> pause().getText())).isEqualTo(texts.get("unpause"));
            person.click("pause");
            person.waitFor("the first run", () -> WindowDriver.isUsable("saveNow"));
            window.cross();
            person.awaitQuestion();
            person.answer();
            window.awaitClosed();
        }
        assertThat(folder.resolve("out/third.state")).isDirectory();
        assertThat(folder.resolve("out/third.safetensors")).doesNotExist();

        try (OpenWindow window = OpenWindow.open()) {
            WindowDriver person = window.person();
            person.tab(2);
            person.waitFor("the end", () -> statuses().equals(List.of("done", "failed", "done")));
            assertThat(folder.resolve("out/third.safetensors")).isRegularFile();
            assertThat(folder.resolve("out/first.safetensors")).doesNotExist();
            assertThat(folder.resolve("out/second.safetensors")).isRegularFile();
        }
    }

    private static void enqueue(WindowDriver person, String name) {
        person.tab(0);
        person.enter("outputName", name);
        person.click("enqueue");
        person.waitFor(name + " in the queue", () -> column(NAME).contains(name));
    }

    private static void selectRow(WindowDriver person, int row) {
        JTable table = table();
        Callable<Point> cell = () -> {
            Point corner = table.getLocationOnScreen();
            Point middle = new Point((int) table.getCellRect(row, NAME, true).getCenterX(), (int)
                    table.getCellRect(row, NAME, true).getCenterY());
            return new Point(corner.x + middle.x, corner.y + middle.y);
        };
        person.clickUntil("row " + row, cell, () -> table.getSelectedRow() == row && table.isFocusOwner());
    }

    private static JTable table() {
        return (JTable) WindowDriver.find(component -> "queue".equals(component.getName()))
                .orElseThrow();
    }

    private static AbstractButton pause() {
        return (AbstractButton) WindowDriver.find(component -> "pause".equals(component.getName()))
                .orElseThrow();
    }

    private static List<String> column(int column) {
        JTable table = table();
        return WindowDriver.onEventThread(() -> IntStream.range(0, table.getRowCount())
                .mapToObj(row -> String.valueOf(table.getValueAt(row, column)))
                .toList());
    }

    private List<String> statuses() {
        List<String> all = List.of("waiting", "running", "done", "stopped", "failed");
        return column(STATUS).stream()
                .map(shown -> all.stream()
                        .filter(status -> texts.get("status." + status).equals(shown))
                        .findFirst()
                        .orElse(shown))
                .toList();
    }

    private Path copyOfTheModel() throws IOException {
        Path copy = folder.resolve("model");
        try (Stream<Path> files = Files.walk(Remembered.MODEL)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(Remembered.MODEL.relativize(file).toString()));
            }
        }
        return copy;
    }
}
