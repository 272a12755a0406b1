package loralei.gui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import javax.swing.AbstractButton;
import javax.swing.JProgressBar;
import javax.swing.text.JTextComponent;
import loralei.config.ConfigFolder;
import loralei.config.Family;
import loralei.job.UseCases;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole window as a person uses it, by mouse and keyboard, with the real engine on a tiny model. */
@DisabledIf(value = "java.awt.GraphicsEnvironment#isHeadless", disabledReason = "there is no display")
class WindowTest {
    private static final Logger LOG = LoggerFactory.getLogger(WindowTest.class);
    private static final Path DATA = Path.of("src", "test", "resources", "loralei", "conformance", "sd15");

    private static final int SHORT = 4;
    private static final int LONG_ENOUGH_TO_STOP = 60;

    @TempDir
    Path folder;

    private WindowDriver person;
    private EventThreadGuard guard;
    private Thread window;

    @BeforeEach
    void open() throws Exception {
        forget(ConfigFolder.ofThisUser());
        person = new WindowDriver();
        guard = EventThreadGuard.install();
        UseCases useCases = UseCases.ofThisProgram();
        window = new Thread(() -> Gui.open(useCases, Optional.of(Family.SD15)), "window under test");
        window.start();
        person.await("start");
    }

    @AfterEach
    void close() throws Exception {
        WindowDriver.onEventThread(() -> {
            java.awt.Window main = (java.awt.Window)
                    WindowDriver.find(c -> "main".equals(c.getName())).orElseThrow();
            main.dispatchEvent(new java.awt.event.WindowEvent(main, java.awt.event.WindowEvent.WINDOW_CLOSING));
            return null;
        });
        window.join(30_000);
        guard.remove();
        assertThat(window.isAlive()).isFalse();
        assertThat(guard.violations()).isEmpty();
    }

    @Test
    void aPersonTrainsStopsGoesOnAndRenames() {
        fillIn(LONG_ENOUGH_TO_STOP);
        try (Latency latency = Latency.start()) {
            person.click("start");
            person.waitFor("the first steps", () -> progress().getValue() > 0);
            int early = WindowDriver.onEventThread(() -> progress().getValue());
            person.waitFor("more steps", () -> progress().getValue() > early);
            person.clickUntil(
                    "stop",
                    () -> button("resume").isShowing() && button("resume").isEnabled());
            assertThat(folder.resolve("out/tiny.state")).isDirectory();
            assertThat(folder.resolve("out/tiny.safetensors")).doesNotExist();

            person.clickUntil("resume", () -> !button("resume").isShowing());
            person.await("finished");
            LOG.info("longest wait for the event thread during the run: {} ms", latency.longestMillis());
        }
        assertThat(folder.resolve("out/tiny.safetensors")).isRegularFile();
        assertThat(folder.resolve("out/tiny-step00000020.safetensors")).isRegularFile();

        person.enter("loraName", "my cat");
        person.click("rename");
        person.waitFor("the new name", () -> Files.exists(folder.resolve("out/my cat.safetensors")));
        assertThat(folder.resolve("out/tiny.safetensors")).doesNotExist();
    }

    @Test
    void aWrongEntryIsNamedAtItsFieldAndNothingStarts() {
        person.enter("baseModel", folder.resolve("nowhere").toString());
        person.enter("batchSize", "many");
        person.click("start");

        person.waitFor("the field to be marked", () -> "error".equals(outline("batchSize")));
        person.waitFor("the model to be marked", () -> "error".equals(outline("baseModel")));
        person.waitFor("the prompt to be marked", () -> "error".equals(outline("instancePrompt")));
        assertThat(person.shows("finished")).isFalse();
        assertThat(WindowDriver.onEventThread(
                        () -> button("stop").isEnabled() && button("stop").isShowing()))
                .isFalse();

        person.enter("batchSize", "1");
        person.waitFor("the mark to go", () -> outline("batchSize") == null);
    }

    @Test
    void aTakenNameGetsANumberAndTheEarlierRunStays() throws IOException {
        fillIn(SHORT);
        Path earlier = folder.resolve("out/tiny.safetensors");
        Files.createDirectories(earlier.getParent());
        Files.writeString(earlier, "an earlier LoRA");
        person.click("start");
        person.click("yes");
        person.await("finished");

        assertThat(earlier).hasContent("an earlier LoRA");
        assertThat(folder.resolve("out/tiny-2.safetensors")).isRegularFile();
        assertThat(text("outputName")).isEqualTo("tiny-2");
    }

    @Test
    void twoQueuedRunsAreTrainedOneAfterTheOther() {
        fillIn(SHORT);
        person.click("enqueue");
        person.tab(0);
        person.enter("outputName", "second");
        person.click("enqueue");

        person.waitFor(
                "both LoRAs",
                () -> Files.exists(folder.resolve("out/tiny.safetensors"))
                        && Files.exists(folder.resolve("out/second.safetensors")));
        person.waitFor("the second to be finished", () -> !button("stop").isShowing());
    }

    private void fillIn(int epochs) {
        person.enter("baseModel", DATA.resolve("model").toAbsolutePath().toString());
        person.enter("instanceDir", DATA.resolve("images").toAbsolutePath().toString());
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

    private JProgressBar progress() {
        return (JProgressBar)
                WindowDriver.find(c -> "progress".equals(c.getName())).orElseThrow();
    }

    private static AbstractButton button(String name) {
        return (AbstractButton) WindowDriver.find(c -> name.equals(c.getName())).orElseThrow();
    }

    private Object outline(String field) {
        return ((javax.swing.JComponent) WindowDriver.find(c -> field.equals(c.getName()) && c.isShowing())
                        .orElseThrow())
                .getClientProperty("JComponent.outline");
    }

    private String text(String field) {
        return ((JTextComponent) person.await(field)).getText();
    }

    private static void forget(Path config) throws IOException {
        if (Files.isDirectory(config)) {
            try (Stream<Path> files = Files.walk(config)) {
                for (Path file :
                        files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
