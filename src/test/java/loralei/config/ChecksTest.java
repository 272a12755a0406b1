package loralei.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChecksTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a/b",
                "a\\b",
                "..",
                ".",
                "a:b",
                "what?",
                "a*",
                "a|b",
                "<a>",
                "\"a\"",
                "a\tb",
                "con",
                "NUL",
                "Com1",
                "lpt9.v2",
                "name.",
                "name ",
                " name",
                "my-lora.safetensors"
            })
    void refuseOutputNamesThatDoNotWorkOnEverySystem(String name) {
        assertThat(Checks.fileName().objectionTo(name)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"my-lora", "pytorch_lora_weights", "fsk49 v1.2", "猫", "console", "com10", "a"})
    void acceptPlainOutputNames(String name) {
        assertThat(Checks.fileName().objectionTo(name)).isEmpty();
    }

    @Test
    void refuseLongOutputNames() {
        assertThat(Checks.fileName().objectionTo("a".repeat(64))).isEmpty();
        assertThat(Checks.fileName().objectionTo("a".repeat(65))).isPresent();
    }

    @Test
    void countEmojiAsOneCharacterAndAsTheBytesThatTheyTake() {
        assertThat(Checks.fileName().objectionTo("🦊".repeat(48))).isEmpty();
        assertThat(Checks.fileName().objectionTo("🦊".repeat(49)).orElseThrow())
                .hasToString("takes more than 192 bytes as a file name");
    }

    @Test
    void tellAMissingFolderFromAFile() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThat(Checks.folder().objectionTo(folder)).isEmpty();
        assertThat(Checks.folder().objectionTo(folder.resolve("none")).orElseThrow())
                .hasToString("does not exist");
        assertThat(Checks.folder().objectionTo(file).orElseThrow().toString()).contains("not a folder");
    }

    @Test
    void acceptBaseModelsThatAreFoldersOrFiles() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThat(Checks.baseModel().objectionTo(folder)).isEmpty();
        assertThat(Checks.baseModel().objectionTo(file)).isEmpty();
        assertThat(Checks.baseModel().objectionTo(folder.resolve("none"))).isPresent();
    }

    @Test
    void acceptOutputFoldersThatCanBeMade() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThat(Checks.writableFolder().objectionTo(folder)).isEmpty();
        assertThat(Checks.writableFolder().objectionTo(folder.resolve("a/b/c"))).isEmpty();
        assertThat(Checks.writableFolder().objectionTo(Path.of("output"))).isEmpty();
        assertThat(Checks.writableFolder().objectionTo(file)).isPresent();
        assertThat(Checks.writableFolder().objectionTo(file.resolve("below"))).isPresent();
    }
}
