package loralei.gui.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import loralei.train.RunFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
    @TempDir
    private Path folder;

    @Test
    void allLorasOfTheRunAreListedTheLatestFirst() throws IOException {
        RunFiles files = new RunFiles(folder, "cat");
        Path renamed = Files.writeString(folder.resolve("kitty.safetensors"), "123");
        Files.writeString(files.lora(500), "12");
        Files.writeString(files.lora(1_500), "1");
        Files.writeString(files.log(), "a table");
        Files.writeString(new RunFiles(folder, "cat2").lora(500), "another run");
        assertThat(Checkpoint.of(files, renamed))
                .containsExactly(
                        new Checkpoint(renamed, OptionalInt.empty(), 3),
                        new Checkpoint(files.lora(1_500), OptionalInt.of(1_500), 1),
                        new Checkpoint(files.lora(500), OptionalInt.of(500), 2));
    }

    @Test
    void aFinishedLoraThatIsGoneIsNotListed() throws IOException {
        assertThat(Checkpoint.of(new RunFiles(folder, "cat"), folder.resolve("cat.safetensors")))
                .isEmpty();
    }
}
