package loralei.gui;

import static loralei.gui.EventThread.doOnEventThread;
import static loralei.gui.EventThread.onEventThread;
import static org.assertj.core.api.Assertions.assertThat;

import com.formdev.flatlaf.FlatDarkLaf;
import com.formdev.flatlaf.FlatLightLaf;
import java.awt.Component;
import java.awt.Point;
import java.awt.event.KeyEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.swing.AbstractButton;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JTextArea;
import javax.swing.text.JTextComponent;
import loralei.config.Resolutions;
import loralei.config.TrainingConfig;
import loralei.conformance.ConformanceData;
import loralei.gui.error.Dialogs;
import loralei.gui.grid.GridController;
import loralei.gui.grid.GridSubject;
import loralei.gui.grid.GridView;
import loralei.job.GridRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page "Which checkpoint?", worked by mouse and keyboard. */
@NeedsDisplay
class GridPageTest {
    @TempDir
    private Path output;

    private final FakeGrid drawing = new FakeGrid();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final ExecutorService background = Executors.newSingleThreadExecutor();
    private final WindowDriver person = new WindowDriver();
    private final Locale language = Locale.getDefault(Locale.Category.DISPLAY);
    private volatile boolean agreed;
    private EventThreadGuard guard;
    private JFrame frame;
    private GridView view;

    @BeforeEach
    void aRun() throws Exception {
        for (String name : List.of("cat-step00000400", "cat-step00000800", "cat-step00001200", "cat")) {
            Files.writeString(output.resolve(name + ".safetensors"), name);
        }
        guard = EventThreadGuard.install();
    }

    @AfterEach
    void close() throws Exception {
        drawing.turn.countDown();
        drawing.second.countDown();
        background.shutdownNow();
        doOnEventThread(() -> {
            if (frame != null) {
                view.dispose();
                frame.dispose();
            }
        });
        Locale.setDefault(Locale.Category.DISPLAY, language);
        guard.remove();
        assertThat(guard.violations()).isEmpty();
    }

    private void open(int width, int height, boolean dark) throws Exception {
        TrainingConfig config = TrainingConfig.of(Map.of(
                "outputDir",
                output,
                "outputName",
                "cat",
                "instancePrompt",
                "fsk49",
                "classPrompt",
                "cat",
                "resolution",
                Resolutions.of(64),
                "instanceDir",
                ConformanceData.of("sd15").path("images")));
        GridSubject subject = GridSubject.of(config, output.resolve("cat.safetensors"));
        doOnEventThread(() -> {
            boolean set = dark ? FlatDarkLaf.setup() : FlatLightLaf.setup();
            assertThat(set).isTrue();
            view = new GridView(
                    new GridController(drawing),
                    dialogs(),
                    background,
                    folder -> asked.add(folder.toString()),
                    () -> asked.add("closed"));
            frame = new JFrame();
            frame.setName("main");
            frame.add(view.component());
            frame.setSize(width, height);
            frame.setVisible(true);
            view.show(subject);
        });
        person.waitFor("the button", () -> WindowDriver.isUsable("gridStart"));
    }

    private Dialogs dialogs() {
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

    private String status() {
        return ((JLabel) person.await("gridStatus")).getText();
    }

    private String text(String name) {
        JTextArea area = (JTextArea) person.await(name);
        return WindowDriver.onEventThread(area::getText);
    }

    /** Somewhere in the cell at the left top. */
    private Point firstCell() {
        Point corner = person.await("gridCells").getLocationOnScreen();
        corner.translate(44 + 30, 24 + 30);
        return corner;
    }

    private void draw() {
        person.click("gridStart");
        person.waitFor("all pictures", () -> status().contains("26"));
    }

    private void enlarge() {
        person.clickUntil("the first cell", this::firstCell, () -> person.shows("cellLarge"));
        person.waitFor(
                "the picture",
                () -> Boolean.TRUE.equals(((JComponent) person.await("cellLarge")).getClientProperty("shown")));
    }

    @ParameterizedTest
    @CsvSource({"1000, 660, false, en", "1300, 900, true, de"})
    void theBestIsFoundByEyeAndKept(int width, int height, boolean dark, String locale) throws Exception {
        Locale.setDefault(Locale.Category.DISPLAY, Locale.forLanguageTag(locale));
        open(width, height, dark);
        person.enter("grid.strengths", "0, 0.8; 0,9 1");
        draw();

        GridRequest request = drawing.requests.get(0);
        assertThat(request.checkpoints()).hasSize(4);
        assertThat(request.pages()).extracting(page -> page.prompt()).containsExactly("fsk49 cat", "cat");
        assertThat(request.folder()).isEqualTo(output.resolve("cat-grid"));

        enlarge();
        assertThat(text("cellTitle")).isEqualTo(locale.equals("de") ? "ohne" : "without");
        assertThat(((AbstractButton) person.await("keep")).isEnabled()).isFalse();
        person.press("the next checkpoint", () -> text("cellTitle").contains("400"), KeyEvent.VK_RIGHT);
        person.press("the next strength", () -> text("cellTitle").contains("0.9"), KeyEvent.VK_DOWN);
        assertThat(text("keepNote")).contains("0.9");
        person.press("the other page", () -> text("cellPrompt").startsWith("cat "), KeyEvent.VK_PAGE_DOWN);
        person.waitFor(
                "what was trained on",
                () -> (int) ((JComponent) person.await("trainingPictures")).getClientProperty("shown") == 6);

        person.click("keep");
        person.waitFor("the copy", () -> Files.exists(output.resolve("cat-best.safetensors")));
        assertThat(output.resolve("cat-best.safetensors")).hasContent("cat-step00000400");
        person.waitFor("what to do with it", () -> text("keepNote").contains("<lora:cat-best:0.9>"));
        person.escapeFrom("cellLarge");
    }

    @Test
    void aFileIsReplacedOnlyIfThePersonSaysSo() throws Exception {
        open(1000, 660, false);
        draw();
        enlarge();
        person.press("the next checkpoint", () -> text("cellTitle").contains("400"), KeyEvent.VK_RIGHT);
        person.enter("keepName", "cat");
        person.clickUntil("keep", () -> !asked.isEmpty());
        assertThat(asked.get(0)).contains("cat.safetensors", "cat-step00000400.safetensors");
        assertThat(output.resolve("cat.safetensors")).hasContent("cat");
        agreed = true;
        person.clickUntil("keep", () -> text("keepNote").contains("cat.safetensors"));
        assertThat(output.resolve("cat.safetensors")).hasContent("cat-step00000400");

        person.enter("keepName", "a:b");
        person.clickUntil("keep", () -> text("keepNote").contains("64"));
    }

    @Test
    void aGridWaitsForItsTurnGoesOnAndIsStopped() throws Exception {
        drawing.turn = new CountDownLatch(1);
        drawing.second = new CountDownLatch(1);
        open(1000, 660, false);
        person.click("gridStart");
        person.waitFor("the turn", () -> status().equals("Waits for the training of cat"));
        assertThat(WindowDriver.isUsable("gridStart")).isFalse();
        drawing.turn.countDown();
        person.waitFor("the first picture", () -> status().startsWith("1 of 26 pictures, step 10 of 20"));
        person.clickUntil("gridStop", () -> status().equals("Stopping after this step"));
        drawing.second.countDown();
        person.waitFor("the end", () -> status().startsWith("Stopped with 1 of 26"));
        person.waitFor("the button", () -> WindowDriver.isUsable("gridStart"));
        JComboBox<?> pages = (JComboBox<?>) person.await("gridPages");
        assertThat(onEventThread(() -> pages.getItemAt(1))).isEqualTo("2: cat (seed 42)");
    }

    @Test
    void whatIsWrongIsSaidBesideTheButton() throws Exception {
        open(1000, 660, false);
        for (List<String> wrong : List.of(
                List.of("grid.strengths", "much", "“much”"),
                List.of("grid.seeds", "-1", "-1"),
                List.of("grid.width", "60", "Width 60"),
                List.of("grid.prompts", "", "no prompt"),
                List.of("grid.prompts", "a cat --q 3", "--q"))) {
            Component field = person.await(wrong.get(0));
            String before = onEventThread(() -> ((JTextComponent) field).getText());
            person.enter(wrong.get(0), wrong.get(1));
            person.clickUntil(
                    "gridStart",
                    () -> person.shows("gridNote") && text("gridNote").contains(wrong.get(2)));
            person.enter(wrong.get(0), before);
        }
        assertThat(drawing.requests).isEmpty();
    }

    @Test
    void backLeadsToWhereThePersonCameFrom() throws Exception {
        open(1000, 660, false);
        person.clickUntil("gridClose", () -> asked.contains("closed"));
        assertThat(asked).containsExactly("closed");
    }
}
