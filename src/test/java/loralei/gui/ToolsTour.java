package loralei.gui;

import java.awt.event.KeyEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.swing.JComboBox;
import javax.swing.JTable;
import javax.swing.text.JTextComponent;
import loralei.gui.tools.ToolKind;

/** Walks through the tools, with the LoRA that the demonstration makes. */
final class ToolsTour {
    private static final int TAB = 4;
    private static final Path LORAS = Path.of("loras");
    private static final Path SHAPE = LORAS.resolve("my-shape.safetensors");
    private static final String LONG = "a very long text that somebody has written with care for everybody, ".repeat(6);

    private final Photographer photographer;
    private final WindowDriver person;
    private final Path demo;

    ToolsTour(Photographer photographer, Path demo) {
        this.photographer = photographer;
        this.person = photographer.person();
        this.demo = demo;
    }

    void walk() throws IOException {
        makeLoras();
        person.tab(TAB);
        person.await("tool-go");
        photographer.take("1-first");
        JComboBox<?> box = (JComboBox<?>) person.await("tool-choice");
        person.clickUntil("tool-choice", box::isPopupVisible);
        photographer.keep("2-list");
        person.press("the list to go", () -> !box.isPopupVisible(), KeyEvent.VK_ESCAPE);
        person.enter("tool-file", SHAPE.toString());
        go();
        photographer.take("3-converted");

        choose(ToolKind.MERGE);
        person.enter("tool-lora-1", SHAPE.toString());
        person.enter("tool-lora-2", LORAS.resolve("early.safetensors").toString());
        person.enter("tool-weight-2", "0.5");
        go();
        photographer.take("4-merged");

        choose(ToolKind.INTO_MODEL);
        person.enter("tool-model", Screenshots.MODEL.toString());
        person.enter("tool-lora-1", SHAPE.toString());
        go();
        photographer.take("5-in-model");

        choose(ToolKind.EXTRACT);
        person.enter("tool-base", Screenshots.MODEL.toString());
        person.enter("tool-tuned", Path.of("models", "sd15-with-my-shape").toString());
        person.enter("tool-rank", "8");
        person.enter("tool-output", LORAS.resolve("difference.safetensors").toString());
        go();
        photographer.take("6-extracted");

        choose(ToolKind.RESIZE);
        person.enter("tool-file", SHAPE.toString());
        person.enter("tool-rank", "4");
        go();
        photographer.take("7-smaller");
        describe();
        compare();
        wrong();
    }

    /** The LoRA of the demonstration under a name that a person might have given it, and one of its checkpoints. */
    private void makeLoras() throws IOException {
        person.clickUntil("tryDemo", () -> !person.shows("tryDemo"));
        photographer.waitFor("the end of the demo", () -> person.shows("demoHeadline"));
        Screenshots.bringMaterial(demo);
        Files.createDirectories(LORAS);
        try (Stream<Path> files = Files.walk(Path.of("output"))) {
            for (Path file : files.filter(ToolsTour::isLora).sorted().toList()) {
                Files.copy(file, file.toString().contains("step") ? LORAS.resolve("early.safetensors") : SHAPE);
            }
        }
        if (Files.notExists(LORAS.resolve("early.safetensors"))) {
            Files.copy(SHAPE, LORAS.resolve("early.safetensors"));
        }
    }

    private static boolean isLora(Path file) {
        return file.toString().endsWith(".safetensors") && !file.toString().contains(".state");
    }

    private void describe() throws IOException {
        choose(ToolKind.DESCRIBE);
        person.enter("tool-file", SHAPE.toString());
        person.waitFor("the header", () -> person.shows("tool-header"));
        person.enter("tool-triggerWords", "fsk49 shape");
        person.enter("tool-title", "My shape");
        person.enter("tool-author", "Ann");
        person.enter("tool-description", "Shapes in plain colours.");
        person.enter("tool-tags", "shape, colour");
        dropOnCover();
        person.click("tool-go");
        person.awaitQuestion();
        photographer.take("8-question");
        person.answer();
        person.waitFor("the file to be saved", () -> text("tool-headline").length() > 3);
        photographer.take("9-described");
    }

    /** Has a picture dropped as a file manager would. */
    private void dropOnCover() throws IOException {
        try (Stream<Path> pictures = Files.list(Path.of("instance-imgs"))) {
            Path first = pictures.filter(file -> file.toString().endsWith(".png"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
            Dropped.on(person.await("tool-coverPicture"), List.of(first));
        }
    }

    private void compare() {
        choose(ToolKind.COMPARE);
        person.enter("tool-first", SHAPE.toString());
        person.enter("tool-second", LORAS.resolve("my-shape-rank4.safetensors").toString());
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
        person.enter("tool-output", SHAPE.toString());
        person.click("tool-go");
        photographer.take("11-wrong");
    }

    private void choose(ToolKind kind) {
        JComboBox<?> box = (JComboBox<?>) person.await("tool-choice");
        WindowDriver.onEventThread(box::requestFocusInWindow);
        while (WindowDriver.onEventThread(box::getSelectedIndex) != kind.ordinal()) {
            int now = WindowDriver.onEventThread(box::getSelectedIndex);
            int key = now < kind.ordinal() ? KeyEvent.VK_DOWN : KeyEvent.VK_UP;
            person.press("another tool", () -> box.getSelectedIndex() != now, key);
        }
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
