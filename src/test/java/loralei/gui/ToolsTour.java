package loralei.gui;

import java.awt.event.KeyEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.swing.JComboBox;
import javax.swing.JTable;
import javax.swing.text.JTextComponent;
import loralei.conformance.ConformanceData;
import loralei.gui.tools.ToolKind;

/** Walks through the tools, with a small model and LoRAs to it. */
final class ToolsTour {
    private static final int TAB = 4;
    private static final Path LORAS = Path.of("loras");
    private static final Path CAT = LORAS.resolve("my-cat.safetensors");
    private static final String LONG = "a very long text that somebody has written with care for everybody, ".repeat(6);

    private final Photographer photographer;
    private final WindowDriver person;

    ToolsTour(Photographer photographer) {
        this.photographer = photographer;
        this.person = photographer.person();
    }

    void walk() throws IOException {
        bringFiles();
        person.tab(TAB);
        person.await("tool-go");
        photographer.take("1-first");
        JComboBox<?> box = (JComboBox<?>) person.await("tool-choice");
        person.clickUntil("tool-choice", box::isPopupVisible);
        photographer.keep("2-list");
        person.press("the list to go", () -> !box.isPopupVisible(), KeyEvent.VK_ESCAPE);
        person.enter("tool-file", CAT.toString());
        go();
        photographer.take("3-converted");

        choose(ToolKind.MERGE);
        person.enter("tool-lora-1", CAT.toString());
        person.enter("tool-lora-2", LORAS.resolve("older-cat.safetensors").toString());
        person.enter("tool-weight-2", "0.5");
        go();
        photographer.take("4-merged");

        choose(ToolKind.INTO_MODEL);
        person.enter("tool-model", Screenshots.MODEL.toString());
        person.enter("tool-lora-1", CAT.toString());
        go();
        photographer.take("5-in-model");

        choose(ToolKind.EXTRACT);
        person.enter("tool-base", Screenshots.MODEL.toString());
        person.enter("tool-tuned", Path.of("models", "sd15-with-my-cat").toString());
        person.enter("tool-rank", "8");
        person.enter("tool-output", LORAS.resolve("difference.safetensors").toString());
        go();
        photographer.take("6-extracted");

        choose(ToolKind.RESIZE);
        person.enter("tool-file", CAT.toString());
        person.enter("tool-rank", "4");
        go();
        photographer.take("7-smaller");
        describe();
        compare();
        wrong();
    }

    /** A small model and LoRAs to it, under names that a person might have given them. */
    private static void bringFiles() throws IOException {
        ConformanceData files = ConformanceData.of("sd15");
        Files.createDirectories(LORAS);
        Files.copy(files.path("lora.kohya.safetensors"), CAT);
        Files.copy(files.path("lora.diffusers.safetensors"), LORAS.resolve("older-cat.safetensors"));
        Files.copy(files.path("images").resolve("00.png"), LORAS.resolve("my-cat.png"));
        Screenshots.copy(files.path("model"), Screenshots.MODEL);
    }

    private void describe() throws IOException {
        choose(ToolKind.DESCRIBE);
        person.enter("tool-file", CAT.toString());
        person.waitFor("the header", () -> person.shows("tool-header"));
        person.enter("tool-triggerWords", "fsk49 cat");
        person.enter("tool-title", "My cat");
        person.enter("tool-author", "Ann");
        person.enter("tool-description", "A cat in any place.");
        person.enter("tool-tags", "cat, animal");
        dropOnCover();
        person.click("tool-go");
        person.awaitQuestion();
        photographer.take("8-question");
        person.answer();
        person.waitFor("the file to be saved", () -> text("tool-headline").length() > 3);
        photographer.take("9-described");
        person.clickUntil("tool-title", () -> WindowDriver.focused().equals("tool-title"));
    }

    /** Has a picture dropped as a file manager would. */
    private void dropOnCover() throws IOException {
        Dropped.on(person.await("tool-coverPicture"), List.of(LORAS.resolve("my-cat.png")));
    }

    private void compare() {
        choose(ToolKind.COMPARE);
        person.enter("tool-first", CAT.toString());
        person.enter("tool-second", LORAS.resolve("my-cat-rank4.safetensors").toString());
        person.click("tool-go");
        JTable table = (JTable) person.await("tool-modules");
        person.waitFor("the modules", () -> table.getRowCount() > 1);
        photographer.take("10-compared");
    }

    private void wrong() {
        choose(ToolKind.MERGE);
        person.enter("tool-lora-1", LONG.substring(0, 120) + ".safetensors");
        person.enter("tool-weight-1", "many");
        person.enter("tool-lora-2", "");
        JComboBox<?> size = (JComboBox<?>) person.await("tool-size");
        WindowDriver.onEventThread(size::requestFocusInWindow);
        person.press("a share", () -> size.getSelectedIndex() == 2, KeyEvent.VK_END);
        person.enter("tool-share", "200");
        person.enter("tool-output", CAT.toString());
        person.click("tool-go");
        photographer.take("11-wrong");
    }

    private void choose(ToolKind kind) {
        ToolsOnScreen.choose(person, kind);
    }

    private void go() {
        person.waitFor("a name", () -> !text("tool-output").isEmpty());
        person.click("tool-go");
        photographer.waitFor("the result", () -> person.shows("tool-openFolder"));
        person.waitFor("the end", () -> WindowDriver.isUsable("tool-go"));
    }

    private static String text(String name) {
        return WindowDriver.onEventThread(() -> WindowDriver.find(c -> name.equals(c.getName()) && c.isShowing())
                .map(c -> c instanceof JTextComponent words ? words.getText() : ((javax.swing.JLabel) c).getText())
                .orElse(""));
    }
}
