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
import javax.swing.AbstractButton;
import javax.swing.JComboBox;
import javax.swing.JViewport;
import javax.swing.SwingUtilities;
import loralei.config.LrScheduler;
import loralei.config.Settings;
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
        alt(KeyEvent.VK_A);
        person.waitFor("the advanced settings", () -> person.shows("rank"));
        List<Stop> way = walk(KeyEvent.VK_TAB);
        List<Stop> back = walk(KeyEvent.VK_SHIFT, KeyEvent.VK_TAB);

        List<String> names = way.stream().map(Stop::name).toList();
        assertThat(names)
                .containsAll(Settings.ALL.stream()
                        .map(setting -> setting.name())
                        .filter(name -> !name.equals("family") && LrScheduler.CONSTANT.reads(name))
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
        alt(KeyEvent.VK_S);
        person.waitFor("the training to begin", () -> WindowDriver.isUsable("saveNow"));
        alt(KeyEvent.VK_T);
        person.waitFor("the run to be stopped", () -> WindowDriver.isUsable("resume"));
        assertThat(folder.resolve("out/tiny.state")).isDirectory();
        alt(KeyEvent.VK_M);
        person.await("finished");

        alt(KeyEvent.VK_N);
        person.waitFor("the name", () -> WindowDriver.focused().equals("loraName"));
        person.replace("by keys");
        person.type(KeyEvent.VK_ENTER);
        person.waitFor("the new name", () -> Files.exists(folder.resolve("out/by keys.safetensors")));

        alt(KeyEvent.VK_F);
        person.waitFor("the menu", () -> person.shows("exit"));
        person.type(KeyEvent.VK_X);
        window.awaitClosed();
    }

    private void fillIn() {
        enter(KeyEvent.VK_B, "baseModel", Remembered.MODEL.toString());
        enter(KeyEvent.VK_P, "instanceDir", Remembered.PICTURES.toString());
        enter(KeyEvent.VK_I, "instancePrompt", "fsk49");
        person.type(KeyEvent.VK_TAB);
        person.waitFor("the class prompt", () -> WindowDriver.focused().equals("classPrompt"));
        person.replace("cat");
        enter(KeyEvent.VK_E, "epochs", String.valueOf(LONG_ENOUGH_TO_STOP));
        enter(KeyEvent.VK_U, "outputName", "tiny");
        choose(KeyEvent.VK_O, "optimizer", KeyEvent.VK_DOWN, 1);
        person.waitFor("the switch to be off", () -> !button("scaleLr").isSelected());
        alt(KeyEvent.VK_L);
        person.waitFor("the switch to be on", () -> button("scaleLr").isSelected());
        alt(KeyEvent.VK_A);
        person.waitFor("the advanced settings", () -> person.shows("rank"));
        goTo("rank");
        person.replace("4");
        goTo("resolution");
        person.replace("64");
        goTo("outputDir");
        person.replace(folder.resolve("out").toString());
    }

    private void enter(int letter, String field, String text) {
        alt(letter);
        person.waitFor(
                field + " to have the focus", () -> WindowDriver.focused().equals(field));
        person.replace(text);
    }

    private void choose(int letter, String list, int key, int wanted) {
        alt(letter);
        person.waitFor(list + " to have the focus", () -> WindowDriver.focused().equals(list));
        person.type(key);
        JComboBox<?> box = (JComboBox<?>) person.await(list);
        person.waitFor("the choice in " + list, () -> box.getSelectedIndex() == wanted);
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
                : Optional.ofNullable(SwingUtilities.getAncestorOfClass(JViewport.class, owner))
                        .map(viewport -> placeIn(((JViewport) viewport).getView(), owner));
        return new Stop(String.valueOf(owner.getName()), place);
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

    private void alt(int letter) {
        person.chord(KeyEvent.VK_ALT, letter);
    }
}
