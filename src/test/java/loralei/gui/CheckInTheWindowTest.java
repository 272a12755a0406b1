package loralei.gui;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.event.KeyEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import javax.swing.AbstractButton;
import javax.swing.text.JTextComponent;
import loralei.job.OwnEdits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the form to the page on which pictures are checked, and back. */
@NeedsDisplay
class CheckInTheWindowTest {
    @TempDir
    Path folder;

    private Path pictures;
    private OpenWindow window;
    private WindowDriver person;

    @BeforeEach
    void open() throws Exception {
        pictures = Files.createDirectory(folder.resolve("pictures"));
        CheckFixture.fill(pictures);
        Remembered.form(Remembered.tinyRun(folder.resolve("out"), 4).with("instanceDir", pictures));
        window = OpenWindow.open();
        person = window.person();
        person.awaitFocus();
        person.waitFor("the look at the pictures", () -> text("pictureCount").startsWith("11 "));
    }

    @AfterEach
    void close() throws Exception {
        window.close();
        Remembered.nothing();
    }

    private String text(String name) {
        return WindowDriver.onEventThread(
                () -> WindowDriver.find(component -> name.equals(component.getName()) && component.isShowing())
                        .map(component -> ((JTextComponent) component).getText())
                        .orElse(""));
    }

    private Callable<Boolean> isOut(boolean out) {
        return () -> WindowDriver.find(component -> "checkOut".equals(component.getName()) && component.isShowing())
                .filter(box -> ((AbstractButton) box).isSelected() == out)
                .isPresent();
    }

    private void leaveOneOut() {
        person.clickUntil("checkPictures", () -> person.shows("checkOut"));
        person.waitFor("the pictures", () -> WindowDriver.focused().equals("checkGrid"));
        person.press("leaving it out", isOut(true), KeyEvent.VK_DELETE);
    }

    @Test
    void whatIsLeftOutThereIsNotTrainedAndComesBackWithTheFolder() throws Exception {
        leaveOneOut();
        person.clickUntil("checkSave", () -> !person.shows("checkOut"));
        person.waitFor("the summary", () -> text("pictureCount").startsWith("10 "));
        assertThat(text("summary.leftOut")).contains("1 pictures left out");

        person.enter("instanceDir", Remembered.PICTURES.toString());
        person.waitFor("the other folder", () -> text("pictureCount").startsWith("6 "));
        person.waitFor("nothing changed of it", () -> !text("summary.leftOut").contains("not there"));
        person.enter("instanceDir", pictures.toString());
        person.waitFor(
                "what was changed of the first", () -> text("pictureCount").startsWith("10 "));

        person.clickUntil("checkPictures", () -> person.shows("checkOut"));
        person.waitFor("the pictures", () -> WindowDriver.focused().equals("checkGrid"));
        person.press("taking it back", isOut(false), KeyEvent.VK_SPACE);
        person.clickUntil("checkSave", () -> !person.shows("checkOut"));
        person.waitFor("all of them", () -> text("pictureCount").startsWith("11 "));
        assertThat(OwnEdits.of(pictures)).doesNotExist();
    }

    @Test
    void theWindowDoesNotCloseOverChangesWithoutAQuestion() throws Exception {
        leaveOneOut();
        window.cross();
        person.awaitQuestion();
        person.escapeFrom("question");
        assertThat(person.shows("checkOut")).isTrue();
        // By the mouse: without a window manager the focus does not always come back from the first question.
        person.clickUntil("checkCancel", () -> person.shows("question"));
        person.clickUntil("yes", () -> !person.shows("question"));
        person.waitFor("the form", () -> person.shows("instanceDir"));
        assertThat(OwnEdits.of(pictures)).doesNotExist();
    }
}
