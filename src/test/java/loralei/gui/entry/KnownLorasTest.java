package loralei.gui.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownLorasTest {
    @TempDir
    Path output;

    @Test
    void loRasOfTrainingsAreFoundTheNewestFirstAndWhatTheirStatesHoldIsNot() throws Exception {
        Path old = file("old.safetensors", 1_000);
        Path demo = file("demo/fsk49.safetensors", 5_000);
        file("old.state/optimizer.safetensors", 9_000);
        file("old.csv", 9_000);

        assertThat(KnownLoras.in(List.of(output, output, output.resolve("none"))))
                .containsExactly(demo, old);
    }

    private Path file(String name, long millis) throws Exception {
        Path file = output.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "x");
        Files.setLastModifiedTime(file, FileTime.fromMillis(millis));
        return file;
    }
}
