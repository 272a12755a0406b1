package loralei.gui;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Component;
import java.awt.KeyboardFocusManager;
import java.awt.Rectangle;
import java.awt.event.KeyEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.swing.AbstractButton;
import javax.swing.JComboBox;
import javax.swing.JViewport;
import javax.swing.SwingUtilities;
import loralei.config.Family;
import loralei.config.Settings;
import loralei.config.TrainingConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The window by keyboard alone, from its first start on. */
@NeedsDisplay
class KeyboardTest {
    private static final int MORE_THAN_THERE_IS = 80;
    private static final int LONG_ENOUGH_TO_STOP = 40;

    /** Where a component is, seen from the top of what it scrolls with. */
    private record Stop(String name, Optional<Rectangle> inForm) {}

    @TempDir
    Path folder;

    private OpenWindow window;
    private WindowDriver person;

    @BeforeEach
    void open() throws Exception {
        Remembered.nothing();
        window = OpenWindow.open();
        person = window.person();
    }

    @AfterEach
    void close() throws Exception {
        window.close();
    }

    @Test
    void theFocusGoesThroughTheWholeWindowAsOneReadsAndBack() {
        alt("the advanced settings", () -> person.shows("rank"), KeyEvent.VK_A);
        List<Stop> way = walk(KeyEvent.VK_TAB);
        List<Stop> back = walk(KeyEvent.VK_SHIFT, KeyEvent.VK_TAB);

        List<String> names = way.stream().map(Stop::name).toList();
        assertThat(names)
                .containsAll(Settings.ALL.stream()
                        .map(setting -> setting.name())
                        .filter(name -> !name.equals("family")
                                && TrainingConfig.defaults(Family.DEFAULT).reads(name))
                        .toList())
                .containsSubsequence("savePrecision", "start", "enqueue", "repeatFile", "lossChart", "log", "tabs")
                .containsSubsequence("tabs", "presets", "baseModel");
        assertThat(back.stream().map(Stop::name)).containsExactlyInAnyOrderElementsOf(names);
        for (int i = 1; i < way.size(); i++) {
            Optional<Rectangle> from = way.get(i - 1).inForm();
            Optional<Rectangle> to = way.get(i).inForm();
            if (from.isPresent() && to.isPresent()) {
                assertThat(isAfter(from.get(), to.get()))
                        .as("%s comes after %s", names.get(i), names.get(i - 1))
                        .isTrue();
            }
        }
    }

    @Test
    void aPersonWithoutAMouseTrainsStopsGoesOnAndRenames() throws Exception {
        fillIn();
        alt("the start", () -> !WindowDriver.isUsable("start"), KeyEvent.VK_S);
        person.waitFor("the training to begin", () -> WindowDriver.isUsable("saveNow"));
        alt("the end of training", () -> !WindowDriver.isUsable("stop"), KeyEvent.VK_T);
        person.waitFor("the run to be stopped", () -> WindowDriver.isUsable("resume"));
        assertThat(folder.resolve("out/tiny.state")).isDirectory();
        alt("the run to go on", () -> !WindowDriver.isUsable("resume"), KeyEvent.VK_M);
        person.await("finished");

        alt("the name", () -> WindowDriver.focused().equals("loraName"), KeyEvent.VK_N);
        person.replace("by keys");
        person.press("the new name", () -> Files.exists(folder.resolve("out/by keys.safetensors")), KeyEvent.VK_ENTER);

        alt("the menu", () -> person.shows("exit"), KeyEvent.VK_F);
        person.press("the menu to go", () -> !person.shows("exit"), KeyEvent.VK_X);
        window.awaitClosed();
    }

    private void fillIn() {
        enter(KeyEvent.VK_B, "baseModel", Remembered.MODEL.toString());
        enter(KeyEvent.VK_P, "instanceDir", Remembered.PICTURES.toString());
        enter(KeyEvent.VK_I, "instancePrompt", "fsk49");
        person.pressTo("classPrompt", KeyEvent.VK_TAB);
        person.replace("cat");
        enter(KeyEvent.VK_E, "epochs", String.valueOf(LONG_ENOUGH_TO_STOP));
        enter(KeyEvent.VK_U, "outputName", "tiny");
        choose(KeyEvent.VK_O, "optimizer", KeyEvent.VK_DOWN, 1);
        assertThat(button("scaleLr").isSelected()).isFalse();
        alt("the switch to be on", () -> button("scaleLr").isSelected(), KeyEvent.VK_L);
        alt("the advanced settings", () -> person.shows("rank"), KeyEvent.VK_A);
        goTo("rank");
        person.replace("4");
        goTo("resolution");
        person.replace("64");
        goTo("outputDir");
        person.replace(folder.resolve("out").toString());
    }

    private void enter(int letter, String field, String text) {
        person.pressTo(field, KeyEvent.VK_ALT, letter);
        person.replace(text);
    }

    private void choose(int letter, String list, int key, int wanted) {
        person.pressTo(list, KeyEvent.VK_ALT, letter);
        JComboBox<?> box = (JComboBox<?>) person.await(list);
        person.press("the choice in " + list, () -> box.getSelectedIndex() == wanted, key);
    }

    private void goTo(String name) {
        for (int i = 0; i < MORE_THAN_THERE_IS && !WindowDriver.focused().equals(name); i++) {
            person.moveFocus(KeyEvent.VK_TAB);
        }
        assertThat(WindowDriver.focused()).isEqualTo(name);
    }

    /** All that gets the focus, until it is where it began. */
    private List<Stop> walk(int... further) {
        List<Stop> way = new ArrayList<>();
        String begin = WindowDriver.focused();
        do {
            way.add(WindowDriver.onEventThread(KeyboardTest::stop));
            person.moveFocus(further);
        } while (!WindowDriver.focused().equals(begin) && way.size() < MORE_THAN_THERE_IS);
        assertThat(way).as("the focus is caught").hasSizeLessThan(MORE_THAN_THERE_IS);
        return way;
    }

    private static Stop stop() {
        Component owner = KeyboardFocusManager.getCurrentKeyboardFocusManager().getFocusOwner();
        Optional<Rectangle> place = SwingUtilities.getAncestorNamed("sd15", owner) == null
                ? Optional.empty()
                : outermostViewport(owner).map(viewport -> placeIn(viewport.getView(), owner));
        return new Stop(String.valueOf(owner.getName()), place);
    }

    /** A field of several lines scrolls by itself, within what the form scrolls in. */
    private static Optional<JViewport> outermostViewport(Component field) {
        Optional<JViewport> outermost = Optional.empty();
        for (Component c = field; c != null; c = c.getParent()) {
            outermost = c instanceof JViewport viewport ? Optional.of(viewport) : outermost;
        }
        return outermost;
    }

    private static Rectangle placeIn(Component form, Component field) {
        return new Rectangle(SwingUtilities.convertPoint(field, 0, 0, form), field.getSize());
    }

    /** Below, or to the right in the same line. */
    private static boolean isAfter(Rectangle from, Rectangle to) {
        boolean sameLine = to.y < from.y + from.height && from.y < to.y + to.height;
        return sameLine ? to.x > from.x : to.y > from.y;
    }

    private static AbstractButton button(String name) {
        return (AbstractButton)
                WindowDriver.find(component -> name.equals(component.getName()) && component.isShowing())
                        .orElseThrow();
    }

    private void alt(String what, Callable<Boolean> effect, int letter) {
        person.press(what, effect, KeyEvent.VK_ALT, letter);
    }
}
