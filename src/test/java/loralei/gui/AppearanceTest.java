package loralei.gui;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Component;
import java.awt.Container;
import java.awt.event.KeyEvent;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.swing.AbstractButton;
import javax.swing.JComponent;
import javax.swing.JLabel;
import loralei.text.Texts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Colours and language, changed by the menu while a run goes on. */
@NeedsDisplay
class AppearanceTest {
    private static final int LONGER_THAN_THE_TEST = 100_000;
    private static final double MIDDLE_GREY = 0.5;

    @TempDir
    Path folder;

    @Test
    void theWholeWindowGetsDarkDuringARunAndSpeaksGermanFromTheNextStartOn() throws Exception {
        Remembered.form(Remembered.tinyRun(folder.resolve("out"), LONGER_THAN_THE_TEST));
        try (OpenWindow window = OpenWindow.open()) {
            WindowDriver person = window.person();
            person.click("start");
            person.waitFor("the training to begin", () -> WindowDriver.isUsable("saveNow"));
            assertThat(WindowDriver.onEventThread(() -> dark(OpenWindow.frame())))
                    .isEmpty();

            menu(person, KeyEvent.VK_C, 2); // as the system, light, dark
            person.waitFor(
                    "the window to be dark", () -> lightness(OpenWindow.frame().getBackground()) < MIDDLE_GREY);
            assertThat(WindowDriver.onEventThread(() -> light(OpenWindow.frame())))
                    .as("still light")
                    .isEmpty();
            person.waitFor("the curve to be dark", () -> lightness(picture((JComponent) shown("lossChart"))) < 0.5);
            menu(person, KeyEvent.VK_L, 2); // as the system, English, German
            int step = WindowDriver.onEventThread(() -> steps());
            person.waitFor("the run to go on", () -> steps() > step);
            assertThat(WindowDriver.onEventThread(() -> ((AbstractButton) shown("stop")).getText()))
                    .isEqualTo(Texts.of("run", Locale.ENGLISH).get("stop"));
            window.cross();
            person.awaitQuestion();
            person.answer();
            window.awaitClosed();
        }
        try (OpenWindow window = OpenWindow.open()) {
            assertThat(window.person().shows("start")).isTrue();
            assertThat(WindowDriver.onEventThread(() -> ((AbstractButton) shown("enqueue")).getText()))
                    .isEqualTo(Texts.of("window", Locale.GERMAN).get("enqueue"));
            assertThat(WindowDriver.onEventThread(() -> light(OpenWindow.frame())))
                    .as("light after the start")
                    .isEmpty();
        }
    }

    /** Opens a part of the menu View, goes down in it, and chooses. */
    private static void menu(WindowDriver person, int letter, int down) {
        person.moveInMenu(KeyEvent.VK_ALT, KeyEvent.VK_V);
        person.moveInMenu(letter);
        for (int i = 0; i < down; i++) {
            person.moveInMenu(KeyEvent.VK_DOWN);
        }
        person.moveInMenu(KeyEvent.VK_ENTER);
    }

    private static int steps() {
        String headline = ((JLabel) shown("headline")).getText(); // Step 7 of 100 ...
        return Integer.parseInt(headline.replaceFirst("\\D*(\\d+).*", "$1"));
    }

    private static Component shown(String name) {
        return WindowDriver.find(component -> name.equals(component.getName())).orElseThrow();
    }

    private static List<String> light(Component root) {
        List<String> found = new ArrayList<>();
        look(root, false, found);
        return found;
    }

    private static List<String> dark(Component root) {
        List<String> found = new ArrayList<>();
        look(root, true, found);
        return found;
    }

    /** Names of all opaque components whose background is light or dark, but for the button in the accent colour. */
    private static void look(Component component, boolean dark, List<String> found) {
        boolean isDark = lightness(component.getBackground()) < MIDDLE_GREY;
        if (component.isOpaque() && isDark == dark && !"start".equals(component.getName())) {
            found.add(component.getName() + " " + component.getClass().getSimpleName());
        }
        if (component instanceof Container container) {
            for (Component child : container.getComponents()) {
                look(child, dark, found);
            }
        }
    }

    private static double lightness(Color color) {
        return (color.getRed() + color.getGreen() + color.getBlue()) / 765.0;
    }

    /** As it is painted, in the mean. */
    private static BufferedImage picture(JComponent component) {
        BufferedImage image =
                new BufferedImage(component.getWidth(), component.getHeight(), BufferedImage.TYPE_INT_RGB);
        component.paint(image.createGraphics());
        return image;
    }

    private static double lightness(BufferedImage image) {
        double sum = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                sum += lightness(new Color(image.getRGB(x, y)));
            }
        }
        return sum / image.getWidth() / image.getHeight();
    }
}
