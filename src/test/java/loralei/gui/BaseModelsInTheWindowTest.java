package loralei.gui;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.event.KeyEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.swing.AbstractButton;
import javax.swing.JTable;
import javax.swing.text.JTextComponent;
import loralei.TinyFile;
import loralei.config.Family;
import loralei.config.TrainingConfig;
import loralei.gui.state.Folders;
import loralei.gui.state.WindowState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ways to a base model in the window, by mouse and keyboard. */
@NeedsDisplay
class BaseModelsInTheWindowTest {
    @TempDir
    Path folder;

    private OpenWindow window;
    private WindowDriver person;

    @AfterEach
    void close() throws Exception {
        window.close();
    }

    private void open() throws Exception {
        Path checkpoints = Files.createDirectories(folder.resolve("ComfyUI/models/checkpoints"));
        TinyFile.of("sd15").write(checkpoints.resolve("dream.safetensors"));
        TinyFile.of("sdxl").write(checkpoints.resolve("pony.safetensors"));
        Remembered.state(WindowState.FIRST
                .withForm(TrainingConfig.defaults(Family.SD15))
                .withFolders(Folders.NONE.withModels(List.of(folder.resolve("ComfyUI")))));
        window = OpenWindow.open();
        person = window.person();
    }

    @Test
    void oneOfThoseThatLieThereIsChosen() throws Exception {
        open();
        person.clickUntil("knownModels", () -> person.shows("models"));
        person.waitFor("both", () -> table().getRowCount() >= 2);
        assertThat(enabled("chooseModel")).isTrue();
        person.press("Enter", () -> !person.shows("models"), KeyEvent.VK_ENTER);
        assertThat(text("baseModel")).endsWith("dream.safetensors");
        person.waitFor(
                "the model to be looked at", () -> text("baseModel.problem").isEmpty());
    }

    @Test
    void anAddressIsCheckedWhileItIsWritten() throws Exception {
        open();
        person.clickUntil("getBaseModel", () -> person.shows("getModel.address"));
        assertThat(enabled("yes")).isTrue();
        person.enter("getModel.address", "no address");
        person.waitFor("the remark", () -> !text("addressProblem").isEmpty() && !enabled("yes"));
        person.enter("getModel.address", "owner/name@main");
        person.waitFor("no remark", () -> text("addressProblem").isEmpty() && enabled("yes"));
        person.press("Escape", () -> !person.shows("getModel.address"), KeyEvent.VK_ESCAPE);
    }

    private static JTable table() {
        return (JTable) WindowDriver.find(component -> "models".equals(component.getName()))
                .orElseThrow();
    }

    private static boolean enabled(String button) {
        return WindowDriver.onEventThread(() -> WindowDriver.find(component -> button.equals(component.getName()))
                .map(found -> ((AbstractButton) found).isEnabled())
                .orElse(false));
    }

    private static String text(String name) {
        return WindowDriver.onEventThread(
                () -> WindowDriver.find(component -> name.equals(component.getName()) && component.isShowing())
                        .map(found -> ((JTextComponent) found).getText())
                        .orElse(""));
    }
}
