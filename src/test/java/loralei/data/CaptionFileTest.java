package loralei.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import loralei.data.CaptionFile.Flaw;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptionFileTest {
    @TempDir
    private Path folder;

    private CaptionFile read(byte... bytes) throws IOException {
        return CaptionFile.read(Files.write(folder.resolve("a.txt"), bytes));
    }

    @Test
    void linesAreThoseWithSomethingInThem() throws IOException {
        CaptionFile caption = read("\n  a cat, sitting \r\n\r\nanother cat\n".getBytes(StandardCharsets.UTF_8));
        assertThat(caption.lines()).containsExactly("a cat, sitting", "another cat");
        assertThat(caption.flaw()).isEmpty();
    }

    @Test
    void marksOfUtf8AndUtf16AreNoLetters() throws IOException {
        assertThat(read("\ufeffMädchen 猫".getBytes(StandardCharsets.UTF_8)).lines())
                .containsExactly("Mädchen 猫");
        assertThat(read("\ufeffMädchen 猫".getBytes(StandardCharsets.UTF_16LE)).lines())
                .containsExactly("Mädchen 猫");
    }

    @Test
    void lettersOfAnOldWindowsAreReadAndTold() throws IOException {
        CaptionFile caption = read("Mädchen am Fluß".getBytes(Charset.forName("windows-1252")));
        assertThat(caption.lines()).containsExactly("Mädchen am Fluß");
        assertThat(caption.flaw()).contains(Flaw.OTHER_LETTERS);
    }

    @Test
    void nothingIsNoCaption() throws IOException {
        assertThat(read().flaw()).contains(Flaw.EMPTY);
        assertThat(read(" \n\t\n".getBytes(StandardCharsets.UTF_8)).flaw()).contains(Flaw.EMPTY);
        assertThat(read("\ufeff".getBytes(StandardCharsets.UTF_8)).lines()).isEmpty();
    }

    @Test
    void aMegabyteIsNoCaption() throws IOException {
        CaptionFile caption = read("a cat ".repeat(200_000).getBytes(StandardCharsets.UTF_8));
        assertThat(caption.lines()).isEmpty();
        assertThat(caption.flaw()).contains(Flaw.TOO_LONG);
        assertThat(read("a".repeat(CaptionFile.MOST_BYTES).getBytes(StandardCharsets.UTF_8))
                        .flaw())
                .isEmpty();
    }

    @Test
    void whatIsNoTextIsNoCaption() throws IOException {
        assertThat(read(new byte[] {1, 0, 0, 7, 'c', 'a', 't'}).flaw()).contains(Flaw.UNREADABLE);
        assertThat(CaptionFile.read(folder.resolve("gone.txt")))
                .isEqualTo(new CaptionFile(folder.resolve("gone.txt"), List.of(), Optional.of(Flaw.UNREADABLE)));
    }
}
