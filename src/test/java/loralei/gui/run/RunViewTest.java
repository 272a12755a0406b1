package loralei.gui.run;

import static loralei.gui.EventThread.onEventThread;
import static loralei.gui.run.FakeTraining.ready;
import static loralei.gui.run.FakeTraining.request;
import static loralei.gui.run.FakeTraining.step;
import static org.assertj.core.api.Assertions.assertThat;

import com.formdev.flatlaf.FlatDarkLaf;
import com.formdev.flatlaf.FlatLaf;
import com.formdev.flatlaf.FlatLightLaf;
import java.awt.Component;
import java.awt.Container;
import java.awt.Point;
import java.awt.event.MouseEvent;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import javax.swing.AbstractButton;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JProgressBar;
import javax.swing.JTable;
import javax.swing.JTextArea;
import javax.swing.UIManager;
import javax.swing.text.JTextComponent;
import loralei.config.ConfigJson;
import loralei.config.TrainingConfig;
import loralei.config.UserError;
import loralei.gui.NeedsDisplay;
import loralei.gui.error.Dialogs;
import loralei.job.TrainRequest;
import loralei.job.stored.StoredSettings;
import loralei.text.Message;
import loralei.train.Preparation;
import loralei.train.TrainingControl;
import loralei.train.TrainingEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The view on a screen, with a run that does what the test says. */
@NeedsDisplay
class RunViewTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    private Path output;

    private final FakeTraining training = new FakeTraining();
    private final RunController controller = new RunController(training);
    private final ExecutorService background = Executors.newSingleThreadExecutor();
    private final List<Object> asked = new CopyOnWriteArrayList<>();
    private volatile Optional<Path> picked = Optional.empty();
    private volatile boolean agreed;
    private JFrame frame;
    private RunView view;

    @BeforeEach
    void onAScreen() throws Exception {
        onEventThread(() -> {
            FlatLightLaf.setup();
            view = new RunView(controller, actions(), dialogs(), background, new FakePicker(() -> picked));
            frame = new JFrame();
            frame.add(view.component());
            frame.setSize(900, 800);
            frame.setVisible(true);
            return null;
        });
    }

    @AfterEach
    void close() throws Exception {
        background.shutdown();
        if (frame != null) {
            onEventThread(() -> {
                view.dispose();
                frame.dispose();
                return null;
            });
        }
    }

    @Test
    void barHeadlineAndChartMoveWithTheRun() throws Exception {
        start();
        training.tell(ready(100, 0)).tell(new TrainingEvent.Preparing(Preparation.PICTURES, 3, 10));
        eventually(() -> find(JProgressBar.class, "progress").getValue() == 300);
        training.tell(step(1, 100)).tell(step(2, 100));
        eventually(() -> find(JProgressBar.class, "progress").getValue() == 20);
        eventually(this::isDrawn);
        BufferedImage before = onEventThread(this::chart);
        for (int i = 3; i <= 50; i++) {
            training.tell(step(i, 100));
        }
        eventually(() -> find(JProgressBar.class, "progress").getValue() == 500);
        eventually(() -> differs(before, chart()));
        assertThat(onEventThread(() -> find(JLabel.class, "headline").getText()))
                .contains("50", "100");
        assertThat(onEventThread(() -> find(JTextComponent.class, "log").getText()))
                .contains("50");
        training.end(new TrainingEvent.Stopped(output.resolve("cat.state"), 50));
    }

    @Test
    void stopAndSaveReachTheRun() throws Exception {
        start();
        training.tell(step(1, 100));
        eventually(() -> find("saveNow").isEnabled());
        click("saveNow");
        click("stop");
        List<Boolean> heard = new CopyOnWriteArrayList<>();
        training.act((TrainingControl control, Consumer<TrainingEvent> listener) -> {
            heard.add(control.consumeSave());
            heard.add(control.isStopRequested());
            listener.accept(new TrainingEvent.Stopped(output.resolve("cat.state"), 1));
            return true;
        });
        assertThat(controller.awaitEnd(LONG)).isTrue();
        assertThat(heard).containsExactly(true, true);
        eventually(() -> !find("stop").isEnabled() && !find("saveNow").isVisible());
    }

    @Test
    void theResultHasTheColoursThatWereChosenDuringTheRun() throws Exception {
        start();
        training.tell(step(1, 100));
        eventually(() -> find("saveNow").isEnabled());
        onEventThread(() -> {
            FlatDarkLaf.setup();
            FlatLaf.updateUI();
            return null;
        });
        Path lora = Files.createFile(output.resolve("cat.safetensors"));
        training.end(new TrainingEvent.Finished(lora, 100, 9));
        eventually(() -> find("finished").isShowing()
                && find("loraName").getBackground().equals(UIManager.getColor("TextField.background")));
    }

    @Test
    void aStoppedRunIsResumedByTheButton() throws Exception {
        Files.createDirectories(output.resolve("cat.state"));
        Files.createFile(output.resolve("cat.state/state.safetensors"));
        training.tell(step(1, 100)).end(new TrainingEvent.Stopped(output.resolve("cat.state"), 1));
        start();
        eventually(() -> find("resume").isVisible());
        click("resume");
        assertThat(asked).containsExactly(request(output, "cat", false));
    }

    @Test
    void aFailureIsToldAndItsDetailsAreAButtonAway() throws Exception {
        UserError failure = UserError.run(Message.text("The disk is full."), Message.text("Make room."));
        training.fail(failure);
        start();
        eventually(() -> find(JTextComponent.class, "detail").getText().equals("The disk is full.\nMake room."));
        click("details");
        assertThat(asked).containsExactly(failure);
    }

    @Test
    void aFinishedLoraIsRenamedOnDisk() throws Exception {
        finish();
        Files.writeString(output.resolve("dog.safetensors"), "another");
        type("loraName", "dog");
        click("rename");
        eventually(() -> find(JTextArea.class, "renameNote").getText().contains("dog.safetensors"));
        type("loraName", "kitty");
        click("rename");
        eventually(() -> find(JTextComponent.class, "loraFile").getText().endsWith("kitty.safetensors"));
        assertThat(output.resolve("kitty.safetensors")).exists();
        assertThat(output.resolve("cat.safetensors")).doesNotExist();
        assertThat(output.resolve("dog.safetensors")).hasContent("another");
        eventually(() ->
                "kitty.safetensors".equals(find(JTable.class, "checkpoints").getValueAt(0, 0)));
        eventually(() -> find(JLabel.class, "finished").getText().equals("kitty is ready"));
    }

    @Test
    void triggerWordsAndPathAreCopied() throws Exception {
        finish();
        click("copyTriggers");
        click("copyPath");
        assertThat(asked)
                .containsExactly(
                        "fsk49 cat",
                        output.resolve("cat.safetensors").toAbsolutePath().toString());
    }

    @Test
    void aLoraOfSomebodyElseCannotBeRepeated() throws Exception {
        finish(); // a file of a few letters, which is no safetensors file either
        click("repeat");
        eventually(() -> !asked.isEmpty());
        assertThat(asked).singleElement().isInstanceOf(UserError.class);
    }

    @Test
    void theChartIsSavedAndReplacesOnlyWhatThePersonSays() throws Exception {
        Path png = Files.writeString(output.resolve("chart.png"), "mine");
        picked = Optional.of(png);
        start();
        training.tell(step(1, 100)).tell(step(2, 100));
        eventually(() -> find("saveChart").isVisible());
        click("saveChart");
        eventually(() -> asked.contains("confirm"));
        assertThat(png).hasContent("mine");
        agreed = true;
        click("saveChart");
        eventually(() -> Files.size(png) > 1_000);
        training.end(new TrainingEvent.Stopped(output.resolve("cat.state"), 2));
    }

    @Test
    void draggingOverTheChartLooksCloserAndADoubleClickGoesBack() throws Exception {
        start();
        for (int i = 1; i <= 100; i++) {
            training.tell(step(i, 100));
        }
        eventually(this::isDrawn);
        eventually(() -> find(JProgressBar.class, "progress").getValue() == 1_000);
        Component canvas = find("lossChart");
        mouse(MouseEvent.MOUSE_PRESSED, canvas.getWidth() / 3, 50, 1);
        mouse(MouseEvent.MOUSE_DRAGGED, canvas.getWidth() / 2, 50, 1);
        mouse(MouseEvent.MOUSE_RELEASED, canvas.getWidth() / 2, 50, 1);
        assertThat(find("wholeRun").isVisible()).isTrue();
        mouse(MouseEvent.MOUSE_CLICKED, canvas.getWidth() / 3, 50, 2);
        assertThat(find("wholeRun").isVisible()).isFalse();
        training.end(new TrainingEvent.Stopped(output.resolve("cat.state"), 100));
    }

    private void start() {
        controller.start(request(output, "cat", false));
    }

    private void finish() throws Exception {
        Path lora = Files.writeString(output.resolve("cat.safetensors"), "the LoRA");
        training.tell(step(1, 1)).end(new TrainingEvent.Finished(lora, 1, 1));
        start();
        eventually(() -> find(frame, "loraFile").isPresent());
        eventually(() -> find(JTextComponent.class, "loraFile").getText().endsWith("cat.safetensors"));
    }

    private RunActions actions() {
        return new NoRunActions() {
            @Override
            public void resume(TrainRequest stopped) {
                asked.add(stopped);
            }

            @Override
            public void repeat(StoredSettings settings) {
                asked.add(ConfigJson.write(settings.settings().config()));
            }

            @Override
            public void compare(TrainingConfig config, Path lora) {
                asked.add(List.of(config.outputName(), lora));
            }

            @Override
            public void openFolder(Path folder) {
                asked.add(folder);
            }

            @Override
            public void copy(String text) {
                asked.add(text);
            }
        };
    }

    private Dialogs dialogs() {
        return new Dialogs() {
            @Override
            public void error(String title, Throwable failure) {
                asked.add(failure);
            }

            @Override
            public OptionalInt choose(String title, String question, List<String> ways, String no) {
                asked.add("confirm");
                return agreed ? OptionalInt.of(0) : OptionalInt.empty();
            }
        };
    }

    private void click(String name) throws Exception {
        onEventThread(() -> {
            find(AbstractButton.class, name).doClick(0);
            return null;
        });
    }

    private void type(String name, String text) throws Exception {
        onEventThread(() -> {
            find(JTextComponent.class, name).setText(text);
            return null;
        });
    }

    private void mouse(int id, int x, int y, int clicks) throws Exception {
        onEventThread(() -> {
            Component canvas = find("lossChart");
            int held = id == MouseEvent.MOUSE_RELEASED ? 0 : MouseEvent.BUTTON1_DOWN_MASK;
            canvas.dispatchEvent(new MouseEvent(canvas, id, 0, held, x, y, clicks, false, MouseEvent.BUTTON1));
            return null;
        });
    }

    private BufferedImage chart() {
        Component canvas = find("lossChart");
        BufferedImage image = new BufferedImage(canvas.getWidth(), canvas.getHeight(), BufferedImage.TYPE_INT_RGB);
        canvas.paint(image.createGraphics());
        return image;
    }

    /** Whether the chart knows what is where. */
    private boolean isDrawn() {
        LossCanvas canvas = find(LossCanvas.class, "lossChart");
        return canvas.at(new Point(canvas.getWidth() / 2, canvas.getHeight() / 3))
                .isPresent();
    }

    private static boolean differs(BufferedImage one, BufferedImage other) {
        return !Arrays.equals(pixels(one), pixels(other));
    }

    private static int[] pixels(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    private Component find(String name) {
        return find(frame, name).orElseThrow(() -> new AssertionError("nothing is named " + name));
    }

    private <T extends Component> T find(Class<T> kind, String name) {
        return kind.cast(find(name));
    }

    private static Optional<Component> find(Component root, String name) {
        if (name.equals(root.getName())) {
            return Optional.of(root);
        }
        if (root instanceof Container container) {
            for (Component child : container.getComponents()) {
                Optional<Component> found = find(child, name);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static void eventually(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + LONG.toNanos();
        while (!holds(condition)) {
            assertThat(System.nanoTime()).as("it did not happen in time").isLessThan(deadline);
            Thread.sleep(20);
        }
    }

    /** What is said of a component that is not there yet does not hold yet. */
    private static boolean holds(Callable<Boolean> condition) throws Exception {
        try {
            return onEventThread(condition);
        } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(AssertionError.class);
            return false;
        }
    }
}
