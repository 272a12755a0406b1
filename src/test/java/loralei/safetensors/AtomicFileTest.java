package loralei.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    Path folder;

    private void holdsOnly(Path file, String content) throws IOException {
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
        assertThat(file).hasContent(content);
    }

    @Test
    void aFailureHalfwayLeavesTheOldFileAndNothingElse() throws IOException {
        Path file = Files.writeString(folder.resolve("a.bin"), "old");
        assertThatThrownBy(() -> AtomicFile.replace(file, channel -> {
                    channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage(file + ": cannot be written: the disk is full. "
                        + "Make room on the disk, or choose a folder on another one.");
        holdsOnly(file, "old");
    }

    @Test
    void aFailureThatIsNoIOExceptionLeavesTheOldFileToo() throws IOException {
        Path file = Files.writeString(folder.resolve("a.bin"), "old");
        assertThatThrownBy(() -> AtomicFile.replace(file, channel -> {
                    throw new IllegalStateException("broken");
                }))
                .isInstanceOf(IllegalStateException.class);
        holdsOnly(file, "old");
    }

    @Test
    void theTargetIsUntouchedUntilTheBodyIsDone() throws IOException {
        Path file = Files.writeString(folder.resolve("a.bin"), "old");
        AtomicFile.replace(file, channel -> {
            channel.write(ByteBuffer.wrap("new".getBytes(StandardCharsets.UTF_8)));
            assertThat(file).hasContent("old");
        });
        holdsOnly(file, "new");
    }

    @Test
    void aFileThatFailsItsCheckDoesNotStay() throws IOException {
        Path file = Files.writeString(folder.resolve("a.bin"), "old");
        assertThatThrownBy(() -> AtomicFile.replace(
                        file, channel -> channel.write(ByteBuffer.wrap(new byte[] {'n', 'e', 'w'})), written -> {
                            assertThat(written).hasContent("new");
                            throw new IOException("differs");
                        }))
                .hasMessage(file + ": cannot be written: differs");
        holdsOnly(file, "old");
    }

    @Test
    void aNameAsLongAsNamesCanBeIsWritten() throws IOException {
        Path file = folder.resolve("a".repeat(255));
        AtomicFile.replace(file, channel -> channel.write(ByteBuffer.wrap(new byte[] {'x'})));
        holdsOnly(file, "x");
    }

    @Test
    void aMissingFolderIsNamed() {
        Path file = folder.resolve("none/a.bin");
        assertThatThrownBy(() -> AtomicFile.replace(file, channel -> {}))
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining("folder " + folder.resolve("none") + " does not exist");
    }

    @Test
    void aFolderInPlaceOfTheTargetIsNotReplaced() throws IOException {
        Path target = Files.createDirectory(folder.resolve("a.bin"));
        assertThatThrownBy(() -> AtomicFile.replace(target, channel -> {})).hasMessageContaining("it is a folder");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(target);
        }
    }

    @Test
    void aFailingMoveLeavesNothingBehind() throws IOException {
        Path target = folder.resolve("a.bin");
        // The target becomes a folder that cannot be replaced only after the check at the beginning.
        assertThatThrownBy(() -> AtomicFile.replace(target, channel -> Files.createDirectory(target)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(target + ": cannot be written: ");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(target);
        }
    }

    @Test
    void theNewFileHasThePermissionsOfAnyOtherNewFile() throws IOException {
        Assumptions.assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
        Path plain = Files.writeString(folder.resolve("plain"), "x");
        Path file = folder.resolve("a.bin");
        AtomicFile.replace(file, channel -> {});
        Set<PosixFilePermission> expected = Files.getPosixFilePermissions(plain);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo(PosixFilePermissions.toString(expected));
    }
}
