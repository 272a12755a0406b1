package loralei.gui;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.swing.AbstractButton;
import javax.swing.JComponent;
import javax.swing.JProgressBar;
import javax.swing.text.JTextComponent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole window as a person uses it, by mouse and keyboard, with the real engine on a tiny model. */
@NeedsDisplay
class WindowTest {
    private static final int SHORT = 6;
    private static final int LONG_ENOUGH_TO_STOP = 40;

    @TempDir
    Path folder;

    private OpenWindow window;
    private WindowDriver person;

    @AfterEach
    void close() throws Exception {
        window.close();
    }

    @Test
    void aPersonTrainsStopsGoesOnAndRenames() throws Exception {
        Remembered.nothing();
        open();
        fillIn(LONG_ENOUGH_TO_STOP);
        try (Latency latency = Latency.start()) {
            person.click("start");
            person.waitFor("the training to begin", () -> button("saveNow").isEnabled());
            int early = WindowDriver.onEventThread(() -> progress().getValue());
            person.waitFor("more steps", () -> progress().getValue() > early);
            person.clickUntil(
                    "stop",
                    () -> button("resume").isShowing() && button("resume").isEnabled());
            assertThat(folder.resolve("out/tiny.state")).isDirectory();
            assertThat(folder.resolve("out/tiny.safetensors")).doesNotExist();

            person.clickUntil("resume", () -> !button("resume").isShowing());
            person.await("finished");
            tell(latency);
        }
        person.await("nameTaken"); // the form has looked again, and knows the speed, too
        assertThat(folder.resolve("out/tiny.safetensors")).isRegularFile();
        assertThat(folder.resolve("out/tiny-step00000020.safetensors")).isRegularFile();

        person.enter("loraName", "my cat");
        person.click("rename");
        person.waitFor("the new name", () -> Files.exists(folder.resolve("out/my cat.safetensors")));
        assertThat(folder.resolve("out/tiny.safetensors")).doesNotExist();
    }

    @Test
    void aTakenNameGetsANumberAndTheEarlierRunStays() throws Exception {
        Remembered.form(Remembered.tinyRun(folder.resolve("out"), SHORT));
        open();
        Path earlier = folder.resolve("out/tiny.safetensors");
        Files.createDirectories(earlier.getParent());
        Files.writeString(earlier, "an earlier LoRA");
        person.click("start");
        person.awaitQuestion();
        person.escapeFrom("question");
        assertThat(person.shows("stop")).as("Escape is a no").isFalse();
        person.click("start");
        person.click("yes");
        person.await("finished");

        assertThat(earlier).hasContent("an earlier LoRA");
        assertThat(folder.resolve("out/tiny-2.safetensors")).isRegularFile();
        assertThat(text("outputName")).isEqualTo("tiny-2");
    }

    @Test
    void startLeadsToWhatIsWrongAlsoInTheFoldAndStartsNothing() throws Exception {
        Remembered.form(Remembered.tinyRun(folder.resolve("out"), SHORT)
                .with("batchSize", 0)
                .with("rank", 0)
                .with("alpha", 1.0));
        open();
        person.click("start");
        person.waitFor("the way to the field", () -> WindowDriver.focused().equals("batchSize"));
        person.waitFor("the mark", () -> isMarked("batchSize"));
        person.replace("1");
        person.click("start");
        person.waitFor("the way into the fold", () -> WindowDriver.focused().equals("rank"));
        assertThat(person.shows("stop")).as("a run began").isFalse();
        person.replace("4");
        person.waitFor("the mark to go", () -> !isMarked("rank"));
        person.click("start");
        person.await("finished");
    }

    private static boolean isMarked(String field) {
        return WindowDriver.find(c -> field.equals(c.getName()) && c.isShowing())
                .map(c -> ((JComponent) c).getClientProperty("JComponent.outline"))
                .filter("error"::equals)
                .isPresent();
    }

    private void fillIn(int epochs) {
        person.enter("baseModel", Remembered.MODEL.toString());
        person.enter("instanceDir", Remembered.PICTURES.toString());
        person.enter("instancePrompt", "fsk49");
        person.enter("classPrompt", "cat");
        person.enter("epochs", String.valueOf(epochs));
        person.enter("saveEvery", "20");
        person.enter("outputName", "tiny");
        person.clickUntil("advanced", () -> person.shows("resolution"));
        person.enter("resolution", "64");
        person.enter("rank", "4");
        person.enter("outputDir", folder.resolve("out").toString());
    }

    /** For the note: not asserted, for on a machine that does other work too the figure is that of the other work. */
    private static void tell(Latency latency) {
        System.out.printf(
                Locale.ROOT,
                "Event thread during a run: longest wait %.0f ms, most work at a time %.0f ms%n",
                latency.longestMillis(),
                latency.longestWorkMillis());
        if (Boolean.getBoolean("loralei.traces")) {
            latency.traces().forEach(System.out::println);
        }
    }

    private JProgressBar progress() {
        return (JProgressBar)
                WindowDriver.find(c -> "progress".equals(c.getName())).orElseThrow();
    }

    private static AbstractButton button(String name) {
        return (AbstractButton) WindowDriver.find(c -> name.equals(c.getName())).orElseThrow();
    }

    private String text(String field) {
        return ((JTextComponent) person.await(field)).getText();
    }

    private void open() throws Exception {
        window = OpenWindow.open();
        person = window.person();
    }
}
