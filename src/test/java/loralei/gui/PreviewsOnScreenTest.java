package loralei.gui;

import static loralei.gui.EventThread.doOnEventThread;
import static loralei.gui.EventThread.onEventThread;
import static org.assertj.core.api.Assertions.assertThat;

import com.formdev.flatlaf.FlatDarkLaf;
import com.formdev.flatlaf.FlatLightLaf;
import java.awt.Component;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.event.KeyEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import javax.swing.AbstractButton;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JTable;
import javax.swing.text.JTextComponent;
import loralei.config.TrainingConfig;
import loralei.gui.form.FakeServices;
import loralei.gui.run.NoRunActions;
import loralei.gui.run.RunController;
import loralei.gui.run.RunView;
import loralei.job.TrainRequest;
import loralei.train.Preparation;
import loralei.train.RunFiles;
import loralei.train.TrainingControl;
import loralei.train.TrainingEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Previews and validation as a person meets them, by mouse and keyboard. */
@NeedsDisplay
class PreviewsOnScreenTest {
    private static final int SIDE = 128;

    @TempDir
    private Path output;

    private final Locale language = Locale.getDefault(Locale.Category.DISPLAY);
    private final BlockingQueue<TrainingEvent> events = new LinkedBlockingQueue<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final RunController controller = new RunController((request, control, listener) -> {
        TrainingEvent event;
        do {
            event = next(control);
            listener.accept(event);
        } while (!(event instanceof TrainingEvent.Finished));
    });
    private final ExecutorService background = Executors.newSingleThreadExecutor();
    private final WindowDriver person = new WindowDriver();
    private RunFiles files;
    private RunView view;
    private JFrame frame;

    private TrainingEvent next(TrainingControl control) {
        try {
            TrainingEvent event = events.take();
            if (control.consumeDraw()) {
                asked.add("draw");
            }
            return event;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void files() {
        files = new RunFiles(output, "cat");
    }

    @AfterEach
    void close() throws Exception {
        Locale.setDefault(Locale.Category.DISPLAY, language);
        if (frame != null) {
            doOnEventThread(() -> {
                view.dispose();
                frame.dispose();
            });
        }
        events.add(new TrainingEvent.Finished(files.lora(), 1, 1));
        background.shutdown();
    }

    @ParameterizedTest
    @CsvSource({"560, 640, en, light", "1200, 950, de, dark"})
    void previewsAreSeenComparedAndEnlarged(int width, int height, String language, String colours) throws Exception {
        open(width, height, language, colours);
        start(false);
        assertThat(person.shows("previews")).as("there is no empty room").isFalse();
        events.add(FakeSteps.ready());
        draw(0);
        draw(500);
        draw(1_000);
        person.await("newestPreview");
        person.waitFor("the newest picture to be seen", () -> isColour("newestPreview", 1_000, 0));
        JList<?> earlier = (JList<?>) person.await("earlierPreviews");
        assertThat(onEventThread(() -> earlier.getModel().getSize())).isEqualTo(2);

        person.clickUntil("newestPreview", () -> person.shows("comparedPreviews"));
        JList<?> all = (JList<?>) person.await("comparedPreviews");
        assertThat(onEventThread(() -> all.getModel().getSize())).isEqualTo(3);
        assertThat(captions(all).get(0))
                .isEqualTo(language.equals("de") ? "Vor dem ersten Schritt" : "Before the first step");
        person.press("the first picture", () -> all.getSelectedIndex() == 0, KeyEvent.VK_HOME);
        person.press("one large picture", () -> person.shows("largePreview"), KeyEvent.VK_ENTER);
        person.waitFor("it to be seen", () -> isColour("largePreview", 0, 0));
        String first = text("largePreviewStep");
        person.press("a later one", () -> !text("largePreviewStep").equals(first), KeyEvent.VK_RIGHT);
        int step = text("largePreviewStep").endsWith("500") ? 500 : 1_000; // on a slow screen the key is pressed again
        person.waitFor("it to be seen", () -> isColour("largePreview", step, 0));
        person.press("all pictures", () -> person.shows("comparedPreviews"), KeyEvent.VK_ESCAPE);
        assertThat(onEventThread(all::getSelectedIndex)).isEqualTo(step / 500);
        person.press("the run", () -> person.shows("newestPreview"), KeyEvent.VK_ESCAPE);
        assertThat(WindowDriver.focused()).isEqualTo("newestPreview");
    }

    @Test
    void eachPromptHasItsPictures() throws Exception {
        open(900, 700, "en", "light");
        start(false);
        events.add(FakeSteps.ready());
        draw(0);
        draw(500);
        JComboBox<?> prompts = (JComboBox<?>) person.await("previewPrompt");
        person.waitFor("the first prompt", () -> isColour("newestPreview", 500, 0));
        person.click("previewPrompt");
        person.press("the second prompt", () -> prompts.getSelectedIndex() == 1, KeyEvent.VK_DOWN);
        person.press("its picture", () -> isColour("newestPreview", 500, 1), KeyEvent.VK_ENTER);
    }

    @Test
    void theMenuOfAPictureCopiesItsPromptAndOpensItsFolder() throws Exception {
        open(900, 700, "en", "light");
        start(false);
        events.add(FakeSteps.ready());
        draw(0);
        person.clickUntil("newestPreview", () -> person.shows("comparedPreviews"));
        chooseInMenu(KeyEvent.VK_UP);
        person.waitFor("the prompt", () -> asked.contains(PreviewFixture.PROMPTS.get(0)));
        chooseInMenu(KeyEvent.VK_DOWN);
        person.waitFor("the folder", () -> asked.contains(files.samples().toString()));
    }

    /** The first or the last item of the menu, by the keyboard. */
    private void chooseInMenu(int key) {
        person.waitFor("the focus", () -> WindowDriver.focused().equals("comparedPreviews"));
        person.press("the menu", () -> person.shows("previewMenu"), KeyEvent.VK_SHIFT, KeyEvent.VK_F10);
        person.moveInMenu(key);
        person.press("the menu to go", () -> !person.shows("previewMenu"), KeyEvent.VK_ENTER);
    }

    @Test
    void aRunThatGoesOnShowsWhatItHasDrawnAndMeasured() throws Exception {
        PreviewFixture.draw(files, 0, 0, SIDE);
        PreviewFixture.draw(files, 500, 0, SIDE);
        PreviewFixture.draw(files, 900, 0, SIDE);
        Files.writeString(files.validation(), "step,loss\n100,0.5\n500,0.25\n900,0.1\n");
        open(900, 700, "en", "light");
        start(true);
        events.add(new TrainingEvent.Ready(10, 1_000, 100, List.of(), "cat", "cpu", "fp32", 128, 797_184, 500));
        person.waitFor("the newest picture up to the state", () -> isColour("newestPreview", 500, 0));
        person.waitFor("the words", () -> text("validation").contains("0.2500 after step 500, the lowest"));
    }

    @Test
    void drawNowReachesTheRunAndTellsThatItDraws() throws Exception {
        open(900, 700, "en", "light");
        start(false);
        events.add(FakeSteps.ready());
        events.add(FakeSteps.step(1));
        person.waitFor("the button", () -> WindowDriver.isUsable("drawNow"));
        person.clickUntil("drawNow", () -> !WindowDriver.isUsable("drawNow"));
        events.add(new TrainingEvent.Preparing(Preparation.PREVIEWS, 1, 2));
        person.waitFor("the words", () -> text("detail").startsWith("Drawing preview 1 of 2"));
        assertThat(asked).containsExactly("draw");
        assertThat(WindowDriver.isUsable("drawNow")).isFalse();
        draw(1);
        person.waitFor("the steps to go on", () -> WindowDriver.isUsable("drawNow"));
    }

    @Test
    void aRunWithoutPreviewPromptsSaysWhereTheyAreEntered() throws Exception {
        open(900, 700, "en", "light");
        controller.start(request("", false));
        events.add(FakeSteps.ready());
        events.add(FakeSteps.step(1));
        person.waitFor("the run", () -> WindowDriver.isUsable("saveNow"));
        assertThat(WindowDriver.isUsable("drawNow")).isFalse();
        AbstractButton button = (AbstractButton) person.await("drawNow");
        assertThat(button.getToolTipText()).contains("Enter some in the form");
    }

    @Test
    void theCheckpointNearestTheLowestLossIsMarked() throws Exception {
        open(900, 700, "en", "light");
        start(false);
        events.add(FakeSteps.ready());
        double[] losses = {0.5, 0.4, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8};
        for (int i = 1; i <= losses.length; i++) {
            events.add(FakeSteps.step(100 * i));
            events.add(new TrainingEvent.Validated(100 * i, losses[i - 1], 0, 0));
            Files.writeString(files.lora(100 * i), "a LoRA");
            events.add(new TrainingEvent.Saved(files.lora(100 * i), 100 * i, false));
        }
        person.waitFor("the words", () -> text("validation").endsWith("nearest the lowest value is step 300."));
        Files.writeString(files.lora(), "the LoRA");
        events.add(new TrainingEvent.Finished(files.lora(), 800, 1));
        JTable table = (JTable) person.await("checkpoints");
        person.waitFor("the checkpoints", () -> table.getRowCount() == 9);
        assertThat(onEventThread(() -> rows(table)))
                .contains("cat-step00000300.safetensors|300|lowest 0.3000", "cat-step00000400.safetensors|400|0.4000");
        assertThat(onEventThread(() -> table.prepareRenderer(table.getCellRenderer(6, 0), 6, 0)
                        .getFont()
                        .isBold()))
                .isTrue();
    }

    @Test
    void withoutARunTheChartHasTheWholeWidth() throws Exception {
        open(900, 700, "en", "light");
        Component chart = person.await("lossChart");
        assertThat(chart.getWidth()).isGreaterThan(800);
    }

    private static List<String> rows(JTable table) {
        List<String> rows = new ArrayList<>();
        for (int row = 0; row < table.getRowCount(); row++) {
            rows.add(table.getValueAt(row, 0) + "|" + table.getValueAt(row, 1) + "|" + table.getValueAt(row, 2));
        }
        return rows;
    }

    private static List<String> captions(JList<?> list) throws Exception {
        return onEventThread(() -> {
            List<String> captions = new ArrayList<>();
            for (int i = 0; i < list.getModel().getSize(); i++) {
                captions.add(((JLabel) renderer(list, i)).getText());
            }
            return captions;
        });
    }

    private static <T> Component renderer(JList<T> list, int index) {
        T value = list.getModel().getElementAt(index);
        return list.getCellRenderer().getListCellRendererComponent(list, value, index, false, false);
    }

    /** Tells of the pictures of both prompts. */
    private void draw(int step) throws IOException {
        events.add(PreviewFixture.draw(files, step, 0, SIDE));
        events.add(PreviewFixture.draw(files, step, 1, SIDE));
    }

    private void start(boolean resume) {
        controller.start(request("a cat\na cat on a beach", resume));
    }

    private TrainRequest request(String prompts, boolean resume) {
        TrainingConfig config = TrainingConfig.of(
                Map.of("outputDir", output, "outputName", "cat", "instancePrompt", "cat", "previewPrompts", prompts));
        return new TrainRequest(config, resume, false, false, Optional.empty(), 0);
    }

    private void open(int width, int height, String tongue, String colours) throws Exception {
        Locale.setDefault(Locale.Category.DISPLAY, Locale.forLanguageTag(tongue));
        doOnEventThread(() -> {
            if (colours.equals("dark")) {
                FlatDarkLaf.setup();
            } else {
                FlatLightLaf.setup();
            }
            view = new RunView(controller, new Actions(), FakeServices.SILENT, background);
            frame = new JFrame();
            frame.setName("main");
            frame.add(view.component());
            frame.setSize(width, height);
            frame.setVisible(true);
        });
        person.await("headline");
    }

    private static String text(String name) {
        return WindowDriver.find(c -> name.equals(c.getName()) && c.isShowing())
                .map(c -> c instanceof JLabel label ? label.getText() : ((JTextComponent) c).getText())
                .orElse("");
    }

    /** Whether the screen shows a preview in a component: its edge has the colour of that picture. */
    private static boolean isColour(String name, int step, int prompt) {
        return WindowDriver.find(c -> name.equals(c.getName()) && c.isShowing())
                .map(c -> colourIn((JComponent) c))
                .filter(seen -> seen == PreviewFixture.colour(step, prompt).getRGB())
                .isPresent();
    }

    /** The colour a little below the upper edge, in the middle: of the picture, and not yet of the circle in it. */
    private static int colourIn(JComponent component) {
        Point corner = component.getLocationOnScreen();
        int side = Math.min(component.getWidth(), component.getHeight());
        int top = corner.y + (component.getHeight() - side) / 2;
        Rectangle spot = new Rectangle(corner.x + component.getWidth() / 2, top + side / 12, 1, 1);
        return new Hands().look(spot).getRGB(0, 0);
    }

    /** Steps of a run of a thousand. */
    private static final class FakeSteps {
        static TrainingEvent.Ready ready() {
            return new TrainingEvent.Ready(10, 1_000, 100, List.of(500), "fsk49 cat", "cpu", "fp32", 128, 797_184, 0);
        }

        static TrainingEvent.Step step(int step) {
            return new TrainingEvent.Step(step, 1_000, 1, 0.5, 0.5, 1e-4, 0.5, 2.1, 9);
        }
    }

    private final class Actions extends NoRunActions {

        @Override
        public void openFolder(Path folder) {
            asked.add(folder.toString());
        }

        @Override
        public void copy(String text) {
            asked.add(text);
        }
    }
}
