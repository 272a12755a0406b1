package loralei.gui;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Component;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.swing.JComponent;
import javax.swing.text.JTextComponent;
import loralei.config.Family;
import loralei.config.TrainingConfig;
import loralei.gui.state.WindowState;
import loralei.gui.text.Texts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every wrong entry that a person can make in the form. */
@NeedsDisplay
class WrongEntriesTest {
    private static final String OUTLINE = "JComponent.outline";

    /** What stands under a field whose value can never work. */
    private final Texts texts = Texts.of("form");

    @TempDir
    Path folder;

    /**
     * A field from the top of the form down.
     *
     * @param name of the setting
     * @param right what it says in the end
     * @param wrong what is entered before, one after the other
     */
    private record Field(String name, String right, List<Wrong> wrong) {}

    /**
     * A wrong entry.
     *
     * @param text what is typed
     * @param sentence a part of what the form says of it
     */
    private record Wrong(String text, String sentence) {}

    @Test
    void eachWrongEntryIsMarkedWithASentenceStartsNothingAndCanBeCorrected() throws Exception {
        TrainingConfig good = Remembered.tinyRun(folder.resolve("out"), 0);
        List<Field> fields = fields(good);
        Remembered.state(WindowState.FIRST.withForm(good).withAdvancedOpen(true));
        try (OpenWindow window = OpenWindow.open()) {
            WindowDriver person = window.person();
            Map<String, Wrong> entered = new LinkedHashMap<>();
            for (int round = 0; enter(person, fields, round, entered); round++) {
                entered.forEach((field, wrong) -> awaitMark(person, field, wrong));
                person.click("start");
                String first = entered.keySet().iterator().next();
                person.waitFor(
                        "Start to lead to " + first + ", not to " + WindowDriver.focused(),
                        () -> WindowDriver.focused().equals(first));
                assertThat(person.shows("stop")).as("a run began").isFalse();
            }
            for (Field field : fields) {
                person.enter(field.name(), field.right());
            }
            for (Field field : fields) {
                person.waitFor("the mark at " + field.name() + " to go", () -> !isMarked(field.name()));
            }
        }
    }

    /** Enters what is wrong in this round; false where nothing is left. Fields that have had all stay as they are. */
    private static boolean enter(WindowDriver person, List<Field> fields, int round, Map<String, Wrong> entered) {
        boolean more = false;
        for (Field field : fields) {
            if (round < field.wrong().size()) {
                Wrong wrong = field.wrong().get(round);
                person.enter(field.name(), wrong.text());
                entered.put(field.name(), wrong);
                more = true;
            }
        }
        return more;
    }

    private void awaitMark(WindowDriver person, String field, Wrong wrong) {
        person.waitFor(
                "\"" + wrong.text() + "\" at " + field + " to be called wrong: " + wrong.sentence(),
                () -> isMarked(field) && sentence(field).contains(wrong.sentence()));
        assertThat(WindowDriver.onEventThread(() -> sentence(field)))
                .as("%s: %s", field, wrong.text())
                .doesNotContain("\n");
    }

    private static boolean isMarked(String field) {
        return "error".equals(((JComponent) shown(field)).getClientProperty(OUTLINE));
    }

    private static String sentence(String field) {
        Component note = shown(field + ".problem");
        return note.isVisible() ? ((JTextComponent) note).getText() : "";
    }

    /** Of this name, in the tab in front; a note that has nothing to say is hidden. */
    private static Component shown(String name) {
        return WindowDriver.find(component -> name.equals(component.getName())
                        && component.getParent().isShowing())
                .orElseThrow();
    }

    private List<Field> fields(TrainingConfig good) throws IOException {
        Path absent = folder.resolve("absent");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Path file = Files.writeString(folder.resolve("file.txt"), "neither a model nor a picture");
        Path broken = Files.createDirectory(folder.resolve("broken"));
        Files.writeString(broken.resolve("one.png"), "no picture");
        Files.write(broken.resolve("two.jpg"), new byte[0]);
        String noPicture = texts.get("content.instanceDir");
        List<Field> fields = new ArrayList<>();
        fields.add(new Field(
                "baseModel",
                text(good, "baseModel"),
                List.of(
                        new Wrong(absent.toString(), texts.get("problem.baseModel")),
                        new Wrong("", texts.get("problem.baseModel")),
                        new Wrong(empty.toString(), "has no folder unet"),
                        new Wrong(file.toString(), "is a file"),
                        new Wrong("someone/some-model", "Hugging Face"),
                        new Wrong(Remembered.SDXL_MODEL.toString(), Family.SDXL.label()))));
        fields.add(new Field(
                "instanceDir",
                text(good, "instanceDir"),
                List.of(
                        new Wrong(absent.toString(), texts.get("problem.instanceDir")),
                        new Wrong(file.toString(), texts.get("problem.instanceDir")),
                        new Wrong(empty.toString(), noPicture),
                        new Wrong(broken.toString(), noPicture))));
        fields.add(field(good, "instancePrompt", "", "   "));
        fields.add(field(good, "batchSize", "0", "two", "2000"));
        fields.add(field(good, "epochs", "0", "ten", "-3", "99999999999"));
        fields.add(field(good, "saveEvery", "-1", "often"));
        fields.add(field(good, "outputName", "", "a/b", "CON", "nul.txt", "why?", " x ", "x".repeat(65)));
        fields.add(field(good, "steps", "-1", "all"));
        fields.add(field(good, "learningRate", "-0.1", "fast", "0", "1"));
        fields.add(field(good, "lrWarmupSteps", "-1", "slow"));
        fields.add(field(good, "lrNumCycles", "0", "x"));
        fields.add(field(good, "lrPower", "0", "x"));
        fields.add(field(good, "weightDecay", "-1", "x"));
        fields.add(field(good, "maxGradNorm", "-1", "x"));
        fields.add(field(good, "minSnrGamma", "-1", "x"));
        fields.add(field(good, "seed", "-1", "dice"));
        fields.add(field(good, "rank", "0", "high", "1.5"));
        fields.add(field(good, "alpha", "0", "x"));
        fields.add(field(good, "resolution", "500", "0", "big", "8192"));
        fields.add(
                field(good, "outputDir", file.toString(), file.resolve("in-it").toString()));
        return fields;
    }

    private Field field(TrainingConfig good, String name, String... wrong) {
        String sentence = texts.get("problem." + name);
        return new Field(
                name,
                text(good, name),
                List.of(wrong).stream().map(text -> new Wrong(text, sentence)).toList());
    }

    private static String text(TrainingConfig config, String setting) {
        return loralei.config.Settings.find(setting)
                .orElseThrow()
                .type()
                .toText(config.values().get(setting));
    }
}
