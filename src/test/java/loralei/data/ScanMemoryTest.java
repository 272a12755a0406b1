package loralei.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read again of a folder, and what is known. */
class ScanMemoryTest {
    @TempDir
    private Path folder;

    private Path pictures;
    private final List<String> looked = new ArrayList<>();

    @BeforeEach
    void paint() throws IOException {
        pictures = Files.createDirectory(folder.resolve("pictures"));
        for (int i = 0; i < 3; i++) {
            Samples.write(pictures, i + ".png", "png", 16, 8 + i, i);
        }
    }

    /** A look at the folder so many seconds after now. */
    private PictureScan scan(int seconds) throws PictureFolderException {
        looked.clear();
        Clock later = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(seconds));
        return new ScanMemory(folder.resolve("cache"), later, path -> {
                    looked.add(path.getFileName().toString());
                    return PictureScanner.INSPECTING.at(path);
                })
                .scan(pictures);
    }

    @Test
    void whatDidNotChangeIsNotReadAgainAndIsTheSame() throws IOException {
        PictureScan first = scan(10);
        assertThat(looked).containsExactly("0.png", "1.png", "2.png");
        PictureScan second = scan(20);
        assertThat(looked).isEmpty();
        assertThat(second).isEqualTo(first).isEqualTo(PictureScanner.scan(pictures));
    }

    @Test
    void aFileOfAnotherSizeOrTimeIsReadAgain() throws IOException {
        scan(10);
        Samples.write(pictures, "1.png", "png", 16, 20, 5);
        assertThat(scan(20)).isEqualTo(PictureScanner.scan(pictures));
        assertThat(looked).containsExactly("1.png");
        Samples.write(pictures, "new.png", "png", 16, 20, 6);
        scan(30);
        assertThat(looked).containsExactly("new.png");
        scan(40);
        assertThat(looked).isEmpty();
    }

    /** Where the system tells of it, that a file was changed cannot be hidden by setting back its time. */
    @Test
    void anotherContentOfTheSameSizeAndTimeIsNoticed() throws IOException {
        assumeTrue(pictures.getFileSystem().supportedFileAttributeViews().contains("unix"));
        Path picture = pictures.resolve("1.png");
        FileTime time = Files.getLastModifiedTime(picture);
        PictureScan first = scan(10);
        byte[] bytes = Files.readAllBytes(picture);
        bytes[bytes.length - 1] ^= 1; // within the end mark's checksum, which nobody minds
        Files.write(picture, bytes);
        Files.setLastModifiedTime(picture, time);
        PictureScan second = scan(20);
        assertThat(looked).containsExactly("1.png");
        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void aFileThatWasChangedRightBeforeTheLookIsNotTrusted() throws IOException {
        scan(0);
        scan(10);
        assertThat(looked).containsExactly("0.png", "1.png", "2.png");
        scan(20);
        assertThat(looked).isEmpty();
    }

    @Test
    void aDamagedMemoryIsNotUsed() throws IOException {
        PictureScan first = scan(10);
        try (Stream<Path> files = Files.walk(folder.resolve("cache"))) {
            Path memory = files.filter(Files::isRegularFile).findFirst().orElseThrow();
            String text = Files.readString(memory);
            Files.writeString(memory, text.replaceFirst("\"height\":8", "\"height\":9"));
        }
        assertThat(scan(20)).isEqualTo(first);
        assertThat(looked).hasSize(3);
    }

    @Test
    void whatIsNoPictureIsLookedAtEachTime() throws IOException {
        Files.writeString(pictures.resolve("text.png"), "no picture");
        assertThat(scan(10).unreadable()).hasSize(1);
        assertThat(scan(20).unreadable()).hasSize(1);
        assertThat(looked).containsExactly("text.png");
    }
}
