package loralei.gui;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.event.KeyEvent;
import java.nio.file.Path;
import javax.swing.JProgressBar;
import loralei.config.TrainingConfig;
import loralei.job.TrainJob;
import loralei.job.TrainRequest;
import loralei.safetensors.SafetensorsFile;
import loralei.train.TrainingControl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Closing the window in the middle of a run. */
@NeedsDisplay
class ClosingTest {
    private static final int LONG_ENOUGH_TO_CLOSE = 120;

    @TempDir
    Path folder;

    private TrainingConfig config;

    @BeforeEach
    void remember() {
        config = Remembered.tinyRun(folder.resolve("out"), LONG_ENOUGH_TO_CLOSE);
        Remembered.form(config);
    }

    @Test
    void itAsksAndARunThatWasClosedGoesOnTheNextDayToTheSameLora() throws Exception {
        try (OpenWindow window = OpenWindow.open()) {
            WindowDriver person = window.person();
            person.click("start");
            person.waitFor("the training to begin", () -> WindowDriver.isUsable("saveNow"));

            window.cross();
            person.awaitQuestion();
            person.escapeFrom("question");
            awaitProgress(person);

            window.cross();
            person.awaitQuestion();
            person.pressTo("no", KeyEvent.VK_TAB);
            person.answer();
            awaitProgress(person);

            window.cross();
            person.awaitQuestion();
            person.answer();
            window.awaitClosed();
        }
        assertThat(folder.resolve("out/tiny.state")).isDirectoryContaining("glob:**.safetensors");
        assertThat(folder.resolve("out/tiny.safetensors")).doesNotExist();

        try (OpenWindow window = OpenWindow.open()) {
            WindowDriver person = window.person();
            person.click("start");
            person.awaitQuestion(); // whether to go on with it
            person.answer();
            person.await("finished");
        }
        TrainingConfig unbroken = config.with("outputDir", folder.resolve("unbroken"));
        TrainJob.run(TrainRequest.of(unbroken, false, false), new TrainingControl(), event -> {});
        try (SafetensorsFile lora = SafetensorsFile.open(folder.resolve("out/tiny.safetensors"));
                SafetensorsFile same = SafetensorsFile.open(folder.resolve("unbroken/tiny.safetensors"))) {
            assertThat(lora.tensors().keySet()).isEqualTo(same.tensors().keySet());
            for (String name : lora.tensors().keySet()) {
                assertThat(lora.floats(name)).as(name).isEqualTo(same.floats(name));
            }
        }
    }

    private static void awaitProgress(WindowDriver person) {
        int before = WindowDriver.onEventThread(ClosingTest::progress);
        person.waitFor("the run to go on", () -> progress() > before);
    }

    private static int progress() {
        return ((JProgressBar) WindowDriver.find(component -> "progress".equals(component.getName()))
                        .orElseThrow())
                .getValue();
    }
}
