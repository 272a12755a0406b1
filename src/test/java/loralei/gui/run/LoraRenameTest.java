package loralei.gui.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import loralei.config.UserError;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoraRenameTest {
    @TempDir
    private Path folder;

    private final LoraRename rename = new LoraRename();
    private Path lora;

    @BeforeEach
    void aFinishedLora() throws IOException {
        lora = Files.writeString(folder.resolve("cat.safetensors"), "the LoRA");
    }

    @Test
    void onlyTheFinishedLoraGetsTheName() throws IOException {
        Files.createFile(folder.resolve("cat-step00000100.safetensors"));
        Files.createFile(folder.resolve("cat.csv"));
        Path renamed = rename.rename(lora, "my kitty");
        assertThat(renamed).isEqualTo(folder.resolve("my kitty.safetensors")).hasContent("the LoRA");
        assertThat(lora).doesNotExist();
        assertThat(folder.resolve("cat-step00000100.safetensors")).exists();
        assertThat(folder.resolve("cat.csv")).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"kitty", "kitty.safetensors", "  kitty ", "kitty.SafeTensors"})
    void theEndingMayBeTypedOrNot(String typed) {
        assertThat(rename.rename(lora, typed)).isEqualTo(folder.resolve("kitty.safetensors"));
    }

    @Test
    void theSameNameIsFine() {
        assertThat(rename.rename(lora, "cat")).isEqualTo(lora).exists();
    }

    @Test
    void anotherFileIsNeverOverwritten() throws IOException {
        Path dog = Files.writeString(folder.resolve("dog.safetensors"), "another");
        assertThatThrownBy(() -> rename.rename(lora, "dog"))
                .isInstanceOf(UserError.class)
                .hasMessage("There is already a file dog.safetensors.");
        assertThat(dog).hasContent("another");
        assertThat(lora).hasContent("the LoRA");
    }

    @Test
    void theNameOfAStoppedRunIsRefusedForItsEndWouldOverwrite() throws IOException {
        Files.createDirectory(folder.resolve("dog.state"));
        assertThatThrownBy(() -> rename.rename(lora, "dog"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("another run");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|Enter a name.",
                "a/b|does not work on every system",
                "..\\up|does not work on every system",
                "con|does not work on every system",
                "what?|does not work on every system",
                "dot.|does not work on every system"
            })
    void whatIsNoFileNameIsRefused(String typed, String message) {
        assertThatThrownBy(() -> rename.rename(lora, typed))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(message);
        assertThat(lora).exists();
    }

    @Test
    void aLoraThatIsGoneIsToldApart() throws IOException {
        Files.delete(lora);
        assertThatThrownBy(() -> rename.rename(lora, "kitty"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("cat.safetensors is no longer there");
    }
}
