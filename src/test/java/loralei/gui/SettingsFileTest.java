package loralei.gui;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.swing.text.JTextComponent;
import loralei.config.ConfigFolder;
import loralei.gui.state.StateFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A window whose settings are damaged, or cannot be kept. */
@NeedsDisplay
class SettingsFileTest {
    private final Path config = ConfigFolder.ofThisUser();

    @AfterEach
    void forget() {
        Remembered.nothing();
    }

    @Test
    void aBrokenFileIsSetAsideAndTheWindowSaysSo() throws Exception {
        Remembered.nothing();
        Files.createDirectories(config);
        Files.writeString(config.resolve(StateFile.NAME), "{ \"version\": 1, \"tab\": ");
        try (OpenWindow window = OpenWindow.open()) {
            WindowDriver person = window.person();
            String headline = headline(person);
            Path aside = aside();
            assertThat(headline).contains(aside.toString());
            assertThat(aside).hasContent("{ \"version\": 1, \"tab\": ");
            person.escapeFrom("close");
            person.enter("outputName", "kept");
        }
        assertThat(config.resolve(StateFile.NAME)).content().contains("kept");
    }

    @Test
    void aFolderThatCannotBeWrittenToIsToldOfAndTheWindowWorks() throws Exception {
        Remembered.nothing();
        Files.createDirectories(config.getParent());
        Files.writeString(config, "a file where the folder should be"); // for root, no folder is write-protected
        try (OpenWindow window = OpenWindow.open()) {
            WindowDriver person = window.person();
            assertThat(headline(person)).contains(config.toString());
            person.escapeFrom("close");
            person.enter("outputName", "lost");
        }
        assertThat(config).hasContent("a file where the folder should be");
    }

    @Test
    void settingsThatCannotBeSavedAreToldOfOnceAndTheWindowWorks() throws Exception {
        Remembered.nothing();
        Files.createDirectories(config.getParent());
        Path nowhere = config.resolveSibling("no-such-folder").resolve("config");
        Files.createSymbolicLink(config, nowhere); // nobody can write there, not even root
        try (OpenWindow window = OpenWindow.open()) {
            WindowDriver person = window.person();
            person.enter("outputName", "lost");
            assertThat(headline(person)).contains(config.toString());
            person.escapeFrom("close");
            person.enter("outputName", "lost, too");
            assertThat(person.shows("close")).as("told twice").isFalse();
        }
        assertThat(nowhere).doesNotExist();
    }

    private static String headline(WindowDriver person) {
        person.waitFor("a message", () -> WindowDriver.focused().equals("close"));
        return WindowDriver.onEventThread(() -> WindowDriver.find(
                        component -> "headline".equals(component.getName()) && component instanceof JTextComponent)
                .map(text -> ((JTextComponent) text).getText())
                .orElseThrow());
    }

    private Path aside() throws Exception {
        try (Stream<Path> files = Files.list(config)) {
            return files.filter(file -> file.getFileName().toString().contains(".broken-"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
