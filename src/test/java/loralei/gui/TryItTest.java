package loralei.gui;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Point;
import java.awt.event.KeyEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import javax.swing.AbstractButton;
import javax.swing.JComponent;
import javax.swing.JList;
import javax.swing.JSlider;
import javax.swing.text.JTextComponent;
import loralei.gui.state.Appearance;
import loralei.gui.state.LanguageChoice;
import loralei.gui.state.ThemeChoice;
import loralei.gui.state.TryState;
import loralei.gui.state.WindowPlace;
import loralei.gui.state.WindowState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tab that draws as a person uses it, by mouse and keyboard, with the real engine on the tiny models. */
@NeedsDisplay
class TryItTest {
    private static final int TAB = 3;
    private static final Path LORA = Remembered.MODEL.resolveSibling("lora.kohya.safetensors");
    private static final Path SDXL_LORA = Remembered.SDXL_MODEL.resolveSibling("lora.kohya.safetensors");

    @TempDir
    Path folder;

    private OpenWindow window;
    private WindowDriver person;

    @AfterEach
    void close() throws Exception {
        window.close();
    }

    @ParameterizedTest
    @CsvSource({"1100, 700, light, en", "1380, 980, dark, de"})
    void aPersonDrawsLooksTakesTheSettingsAgainAndDeletes(int width, int height, String theme, String language)
            throws Exception {
        open(
                new Appearance(
                        theme.equals("dark") ? ThemeChoice.DARK : ThemeChoice.LIGHT,
                        OptionalInt.empty(),
                        language.equals("de") ? LanguageChoice.GERMAN : LanguageChoice.ENGLISH),
                width,
                height);
        fillIn();
        person.enter("try-seed", "");
        person.click("try-draw");
        person.await("try-large");
        waitForPictures(2);
        person.waitFor("both beside each other", () -> text("try-details").contains("lora.kohya"));
        String seed = seedOf(text("try-details"));

        person.clickUntil("try-seedAgain", () -> text("try-seed").equals(seed));
        person.enter("try-weight-1", "0.5");
        person.waitFor("the slider to follow", () -> slider().getValue() == 50);
        person.click("try-draw");
        waitForPictures(4);

        person.enter("try-prompt", "something else");
        person.enter("try-steps", "7");
        person.clickUntil("try-back", () -> person.shows("try-gallery"));
        openNewest();
        person.clickUntil("try-use", () -> text("try-prompt").equals("fsk49 cat"));
        assertThat(WindowDriver.onEventThread(() -> text("try-steps"))).isEqualTo("3");
        assertThat(WindowDriver.onEventThread(() -> text("try-weight-1"))).isEqualTo("0.5");

        person.click("try-delete");
        person.awaitQuestion();
        person.escapeFrom("question");
        assertThat(pictures()).isEqualTo(4);
        person.click("try-delete");
        person.awaitQuestion();
        person.answer();
        waitForPictures(3);
    }

    @Test
    void picturesAndFieldsAreThereAgainAfterARestart() throws Exception {
        open(Appearance.OF_THE_SYSTEM, 1100, 700);
        fillIn();
        person.click("try-draw");
        waitForPictures(2);
        window.close();

        window = OpenWindow.open();
        person = window.person();
        person.tab(TAB);
        person.await("try-gallery");
        assertThat(WindowDriver.onEventThread(() -> list().getModel().getSize()))
                .isEqualTo(2);
        assertThat(WindowDriver.onEventThread(() -> text("try-prompt"))).isEqualTo("fsk49 cat");
        assertThat(WindowDriver.onEventThread(() -> text("try-lora-1"))).isEqualTo(LORA.toString());
    }

    @Test
    void whatIsWrongIsSaidAtItsFieldAndNothingIsDrawn() throws Exception {
        open(Appearance.OF_THE_SYSTEM, 1100, 700);
        person.click("try-draw");
        person.waitFor("the way to the model", () -> WindowDriver.focused().equals("try-model"));
        person.replace(Remembered.MODEL.toString());
        person.enter("try-lora-1", SDXL_LORA.toString());
        person.waitFor("the two families", () -> text("try-lora-1.note").contains("do not fit together"));
        person.click("try-draw");
        person.waitFor("the way to the LoRA", () -> WindowDriver.focused().equals("try-lora-1"));
        person.replace(LORA.toString());
        person.waitFor("the LoRA to be known", () -> text("try-lora-1.note").contains("rank"));
        person.enter("try-width", "100");
        person.click("try-draw");
        person.waitFor("the mark", () -> "error".equals(field("try-width").getClientProperty("JComponent.outline")));
        assertThat(WindowDriver.onEventThread(() -> text("try-width.note"))).contains("divided by 8");
        assertThat(pictures()).isZero();
    }

    @Test
    void aDrawingThatGoesOnCanBeStopped() throws Exception {
        open(Appearance.OF_THE_SYSTEM, 1100, 700);
        fillIn();
        person.enter("try-steps", "500");
        person.enter("try-count", "50");
        person.click("try-draw");
        person.waitFor("the first steps", () -> button("try-stop").isEnabled());
        person.clickUntil("try-stop", () -> !button("try-stop").isEnabled());
        person.waitFor("the end", () -> button("try-draw").isEnabled());
    }

    @Test
    void aPersonTriesTheDemoAtTheFirstStartAndStopsIt() throws Exception {
        Remembered.nothing();
        window = OpenWindow.open();
        person = window.person();
        person.click("tryDemo");
        person.waitFor("steps", () -> WindowDriver.isUsable("stop") && WindowDriver.isUsable("saveNow"));
        assertThat(person.shows("tryDemo")).as("the invitation beside a run").isFalse();
        person.press("the end of it", () -> !WindowDriver.isUsable("stop"), KeyEvent.VK_ALT, KeyEvent.VK_T);
        person.waitFor("the demo to be stopped", () -> !person.shows("stop"));
        assertThat(person.shows("demoHeadline")).isFalse();
    }

    private void open(Appearance look, int width, int height) throws Exception {
        Remembered.state(WindowState.FIRST
                .withAppearance(look)
                .withPlace(new WindowPlace(0, 0, width, height, false))
                .withTryIt(new TryState(
                        Map.of(
                                "folder",
                                folder.resolve("pictures").toString(),
                                "prompt",
                                "",
                                "width",
                                "64",
                                "height",
                                "64"),
                        List.of(),
                        List.of())));
        window = OpenWindow.open();
        person = window.person();
        person.tab(TAB);
        person.await("try-draw");
    }

    private void fillIn() {
        person.enter("try-model", Remembered.MODEL.toString());
        person.enter("try-lora-1", LORA.toString());
        person.enter("try-prompt", "fsk49 cat");
        person.enter("try-steps", "3");
        person.waitFor("the LoRA to be known", () -> !text("try-lora-1.note").isEmpty());
    }

    private void openNewest() {
        person.clickUntil(
                "the newest picture",
                () -> {
                    var cell = list().getCellBounds(0, 0);
                    var corner = list().getLocationOnScreen();
                    return new Point(corner.x + cell.x + cell.width / 2, corner.y + cell.y + cell.height / 2);
                },
                () -> person.shows("try-large"));
    }

    private void waitForPictures(int count) {
        person.waitFor(
                count + " pictures",
                () -> pictures() == count && button("try-draw").isEnabled());
    }

    private long pictures() {
        Path pictures = folder.resolve("pictures");
        if (!Files.isDirectory(pictures)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(pictures)) {
            return files.filter(file -> file.toString().endsWith(".png")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String seedOf(String details) {
        return details.replaceFirst("(?s).*Seed: (\\d+).*", "$1");
    }

    private static JList<?> list() {
        return (JList<?>) field("try-gallery");
    }

    private static JSlider slider() {
        return (JSlider) field("try-slider-1");
    }

    private static AbstractButton button(String name) {
        return (AbstractButton) field(name);
    }

    private static JComponent field(String name) {
        return (JComponent) WindowDriver.find(c -> name.equals(c.getName())).orElseThrow();
    }

    private static String text(String name) {
        return WindowDriver.find(c -> name.equals(c.getName()) && c.isShowing())
                .map(c -> ((JTextComponent) c).getText())
                .orElse("");
    }
}
