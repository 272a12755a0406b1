package loralei.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptionWriterTest {
    @TempDir
    private Path folder;

    @Test
    void whatStoodThereBeforeIsKept() throws IOException {
        Path file = folder.resolve("cat.txt");
        CaptionWriter.write(file, " fsk49 Flüsse ");
        assertThat(file).hasContent("fsk49 Flüsse\n");
        assertThat(folder).isDirectoryNotContaining(path -> path.toString().contains(".bak"));
        CaptionWriter.write(file, "two\nlines");
        CaptionWriter.write(file, "two\nlines");
        CaptionWriter.write(file, "");
        assertThat(file).isEmptyFile();
        assertThat(folder.resolve("cat.txt.bak")).hasContent("fsk49 Flüsse\n");
        assertThat(folder.resolve("cat.txt.bak2")).hasContent("two\nlines\n");
        assertThat(folder).isDirectoryNotContaining(path -> path.toString().endsWith("bak3"));
    }

    @Test
    void anEmptyTextMakesNoFile() throws IOException {
        CaptionWriter.write(folder.resolve("cat.txt"), " ");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFolderInTheWayIsAFailureAndStays() throws IOException {
        Path file = Files.createDirectories(folder.resolve("cat.txt/inside"));
        assertThatThrownBy(() -> CaptionWriter.write(file.getParent(), "x")).isInstanceOf(IOException.class);
        assertThat(file).exists();
    }
}
