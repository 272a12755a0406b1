package loralei.gui;

import java.awt.Component;
import java.awt.Point;
import java.awt.event.KeyEvent;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.swing.AbstractButton;
import javax.swing.JFrame;
import javax.swing.JMenu;
import javax.swing.JMenuBar;
import javax.swing.JTabbedPane;
import javax.swing.JToggleButton;
import javax.swing.MenuSelectionManager;
import loralei.gui.state.ThemeChoice;

/** Walks through all that the window can show besides the run itself: folds, menus, dialogs, the queue, long texts. */
final class ScreenshotTour {
    private static final int QUEUE_TAB = 2;
    private static final String LONG =
            "a very long text that nobody would enter on purpose but somebody will ".repeat(4);

    private final Photographer photographer;
    private final WindowDriver person;
    private final Path demo;

    ScreenshotTour(Photographer photographer, Path demo) {
        this.photographer = photographer;
        this.person = photographer.person();
        this.demo = demo;
    }

    void walk() throws IOException {
        person.tab(QUEUE_TAB);
        photographer.take("queue-empty");
        person.tab(0);
        download();
        Screenshots.bringMaterial(demo);
        Screenshots.fillIn(person, 400);
        advanced();
        presets();
        helpAndMenus();
        longTexts();
        queue();
        failure();
        rename();
        otherTheme();
    }

    private void download() {
        person.click("getBaseModel");
        person.await("yes");
        photographer.take("download-question");
        person.click("yes");
        person.await("downloadProgress");
        photographer.take("download");
        person.click("downloadStop");
        person.waitFor("the download to end", () -> !person.shows("downloadStop"));
    }

    private void advanced() {
        person.clickUntil("advanced", () -> person.shows("resolution"));
        person.click("maxGradNorm");
        photographer.take("advanced-1");
        person.click("outputDir");
        photographer.take("advanced-2");
    }

    private void presets() {
        person.click("presets");
        person.await("presetMenu");
        photographer.rest("saveAs");
        photographer.keep("presets");
        person.click("saveAs");
        person.await("reason");
        person.enter("name", "Cats: at night");
        photographer.take("preset-name-refused");
        person.enter("name", "Cats at night");
        photographer.take("preset-name");
        person.click("cancel");
    }

    private void helpAndMenus() {
        person.clickUntil("advanced", () -> !person.shows("resolution"));
        photographer.rest("epochs");
        photographer.keep("help");
        for (int i = 0; i < menu("main").getMenuCount(); i++) {
            JMenu menu = menu("main").getMenu(i);
            WindowDriver.onEventThread(() -> {
                menu.doClick(0);
                return menu;
            });
            photographer.keep("menu-" + i);
            person.press(
                    "the menu to go",
                    () -> MenuSelectionManager.defaultManager().getSelectedPath().length == 0,
                    KeyEvent.VK_ESCAPE);
        }
    }

    private static JMenuBar menu(String frame) {
        return ((JFrame) WindowDriver.find(c -> frame.equals(c.getName())).orElseThrow()).getJMenuBar();
    }

    private void longTexts() {
        String earlier = "fsk49";
        person.enter("baseModel", Path.of("models", LONG.replace(' ', '-')).toString());
        person.enter("instancePrompt", LONG.strip());
        person.enter("classPrompt", LONG.strip());
        person.enter("previewPrompts", (LONG.strip() + "\n").repeat(3).strip());
        person.enter("epochs", "123456789");
        person.enter("outputName", LONG.replace(' ', '-'));
        photographer.take("long-texts");
        person.enter("epochs", "400");
        person.enter("previewPrompts", "fsk49 shape\nfsk49 shape on a green wall --l 5 --s 10");
        person.enter("instancePrompt", earlier);
        person.enter("classPrompt", "shape");
        person.enter("baseModel", Path.of("models", "sd15").toString());
        person.enter("outputName", "shape-" + "of-a-long-name-".repeat(3) + "1");
    }

    private void queue() {
        enqueue();
        for (int i = 2; i <= 4; i++) {
            person.tab(0);
            person.enter("outputName", "shape-" + i);
            enqueue();
        }
        person.waitFor(
                "the first run", () -> person.shows("stop") && button("stop").isEnabled());
        photographer.pause(2_000);
        photographer.take("queue");
        person.click("stop");
        person.waitFor("the run to stop", () -> !person.shows("stop"));
        photographer.take("queue-stopped");
        person.tab(0);
    }

    /** Puts a run into the queue, which then comes to the front. */
    private void enqueue() {
        JTabbedPane tabs = (JTabbedPane) person.await("tabs");
        person.clickUntil("enqueue", () -> tabs.getSelectedIndex() == QUEUE_TAB);
    }

    /** A base model whose file was cut off, as a full disk leaves it. */
    private void failure() throws IOException {
        Path broken = Path.of("models", "sd15", "vae", "diffusion_pytorch_model.safetensors");
        try (RandomAccessFile file = new RandomAccessFile(broken.toFile(), "rw")) {
            file.setLength(file.length() / 2);
        }
        person.enter("outputName", "shape-that-fails");
        person.click("start");
        person.waitFor("the run to fail", () -> person.shows("details"));
        photographer.take("failed");
        person.click("details");
        person.await("close");
        photographer.take("error");
        WindowDriver.onEventThread(() -> {
            ((AbstractButton) WindowDriver.find(c -> c instanceof JToggleButton && "details".equals(c.getName()))
                            .orElseThrow())
                    .doClick(0);
            return null;
        });
        photographer.take("error-details");
        person.click("close");
        Screenshots.bringMaterial(demo);
    }

    private void rename() throws IOException {
        person.enter("epochs", "4");
        person.enter("saveEvery", "8");
        person.enter("outputName", "shape-9");
        person.click("start");
        photographer.waitFor("the end of the run", () -> person.shows("finished"));
        Files.writeString(Path.of("output", "taken.safetensors"), "another LoRA");
        person.enter("loraName", "taken");
        person.click("rename");
        photographer.take("rename-refused");
        person.enter("loraName", "a better name");
        person.click("rename");
        person.waitFor("the new name", () -> Files.exists(Path.of("output", "a better name.safetensors")));
        photographer.take("renamed");
        compare();
        person.click("start");
        person.await("yes");
        photographer.take("name-of-an-earlier-run");
        person.click("no");
        person.enter("outputName", "taken");
        person.click("start");
        person.await("yes");
        photographer.take("name-taken");
        person.click("no");
    }

    /** The checkpoints of that run beside each other. */
    private void compare() {
        person.click("compare");
        person.await("gridStart");
        person.enter("grid.steps", "8");
        photographer.take("grid-form");
        person.click("gridStart");
        photographer.waitFor("the pages", () -> Files.exists(Path.of("output", "shape-9-grid", "page-02.png")));
        photographer.take("grid");
        Component cells = person.await("gridCells");
        person.clickUntil(
                "the first cell",
                () -> {
                    Point corner = cells.getLocationOnScreen();
                    corner.translate(60, 60);
                    return corner;
                },
                () -> person.shows("cellLarge"));
        person.press("another cell", () -> WindowDriver.isUsable("keep"), KeyEvent.VK_RIGHT);
        photographer.take("grid-large");
        person.escapeFrom("cellLarge");
        person.click("gridClose");
    }

    /** The other colours while the window is open, and a run is on. */
    private void otherTheme() {
        person.enter("epochs", "400");
        person.enter("outputName", "shape-10");
        person.click("start");
        person.waitFor(
                "the first steps", () -> person.shows("stop") && button("stop").isEnabled());
        photographer.pause(8_000);
        person.click("drawNow");
        photographer.waitFor("pictures of its own", () -> person.shows("earlierPreviews"));
        photographer.take("theme-before");
        List<ThemeChoice> choices = List.of(ThemeChoice.values());
        for (ThemeChoice choice : List.of(ThemeChoice.LIGHT, ThemeChoice.DARK)) {
            WindowDriver.onEventThread(() -> {
                JMenu themes = (JMenu) menu("main").getMenu(1).getMenuComponent(0);
                themes.getItem(choices.indexOf(choice)).doClick(0);
                return null;
            });
            photographer.take("theme-" + choice.id());
        }
        person.click("newestPreview");
        person.await("comparedPreviews");
        photographer.take("previews");
        person.escapeFrom("comparedPreviews");
        person.tab(1);
        photographer.take("sdxl");
        person.tab(QUEUE_TAB);
        photographer.take("theme-queue");
    }

    private static AbstractButton button(String name) {
        return (AbstractButton) WindowDriver.find(c -> name.equals(c.getName()) && c.isShowing())
                .orElseThrow();
    }
}
