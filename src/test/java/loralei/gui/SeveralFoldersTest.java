package loralei.gui;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.event.KeyEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.swing.JList;
import javax.swing.text.JTextComponent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several folders in one run, from the row of the pictures to the LoRA, with the real engine on a tiny model. */
@NeedsDisplay
class SeveralFoldersTest {
    @TempDir
    Path folder;

    private OpenWindow window;
    private WindowDriver person;

    @AfterEach
    void close() throws Exception {
        window.close();
    }

    private Path pictures(String name, String... files) throws IOException {
        Path into = Files.createDirectory(folder.resolve(name));
        for (String file : files) {
            Files.copy(Remembered.PICTURES.resolve(file), into.resolve(file));
        }
        return into;
    }

    private void open(Path place) throws Exception {
        Remembered.form(Remembered.tinyRun(folder.resolve("out"), 4)
                .with("instanceDir", place)
                .with("instancePrompt", ""));
        window = OpenWindow.open();
        person = window.person();
    }

    @Test
    void aListInTheRowIsChangedAndTrained() throws Exception {
        pictures("3_fsk49 cat", "00.png", "01.png");
        pictures("dogs", "02.png");
        Path list = Files.writeString(
                folder.resolve("concepts.json"),
                "[{\"path\": \"3_fsk49 cat\", \"text\": {\"prompt_source\": \"filename\"}}, {\"path\": \"dogs\"}]");
        open(list);
        person.clickUntil("severalFolders", () -> person.shows("concepts"));
        person.waitFor("the rows", () -> rows().getModel().getSize() == 2);
        person.press("the second row", () -> rows().getSelectedIndex() == 1, KeyEvent.VK_DOWN);
        person.enter("concept-prompt", "bgx1 dog");
        person.clickUntil("conceptsSave", () -> !person.shows("concepts"));
        person.waitFor("all three", () -> text("pictureCount").startsWith("3 pictures"));
        assertThat(text("instanceDir.problem")).isEmpty();
        assertThat(list).content().contains("bgx1 dog");
        person.click("start");
        person.await("finished");
        assertThat(folder.resolve("out/tiny.safetensors")).isRegularFile();
    }

    @Test
    void whereTheListBringsClassImagesTheirWeightIsAsked() throws Exception {
        pictures("cats", "00.png");
        pictures("any", "01.png");
        String both = "[{\"path\": \"cats\", \"loralei\": {\"prompt\": \"fsk49 cat\"}}, "
                + "{\"path\": \"any\", \"loralei\": {\"prompt\": \"cat\"}}]";
        Path list = Files.writeString(folder.resolve("concepts.json"), both);
        open(list);
        person.waitFor("both", () -> text("pictureCount").startsWith("2 pictures"));
        person.clickUntil("advanced", () -> person.shows("resolution"));
        assertThat(person.shows("priorLossWeight")).isFalse();
        Files.writeString(list, both.replace("\"cat\"", "\"cat\", \"role\": \"class\""));
        person.enter("instancePrompt", "fsk49");
        person.waitFor("the weight", () -> person.shows("priorLossWeight"));
        assertThat(person.shows("numClassImages")).isFalse();
        assertThat(text("pictureCount")).startsWith("1 picture,");
    }

    @Test
    void severalFoldersThatAreDroppedOnTheRowOrItsPicturesAreOfferedAsAList() throws Exception {
        Path cats = pictures("cats", "00.png");
        Path dogs = pictures("dogs", "01.png");
        open(folder.resolve("none"));
        for (String target : List.of("instanceDir", "pictures")) {
            Dropped.on(person.await(target), List.of(cats, dogs));
            person.waitFor(
                    "the list",
                    () -> person.shows("concepts") && rows().getModel().getSize() == 2);
            person.escapeFrom("concepts");
            assertThat(text("instanceDir")).isEqualTo(folder.resolve("none").toString());
        }
        Dropped.on(person.await("instanceDir"), List.of(dogs));
        person.waitFor("the folder", () -> text("instanceDir").equals(dogs.toString()));
    }

    private static JList<?> rows() {
        return (JList<?>) WindowDriver.find(c -> "concepts".equals(c.getName())).orElseThrow();
    }

    private static String text(String name) {
        return WindowDriver.onEventThread(() -> WindowDriver.find(c -> name.equals(c.getName()) && c.isShowing())
                .map(c -> ((JTextComponent) c).getText())
                .orElse(""));
    }
}
