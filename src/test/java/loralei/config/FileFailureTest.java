package loralei.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import loralei.config.FileFailure.Kind;
import loralei.text.LocalizedIOException;
import loralei.text.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileFailureTest {
    private static final String FILE =
            Path.of("out", "cat.safetensors").toAbsolutePath().toString();

    /** The words of glibc and of Windows, in English and German. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    FULL      | No space left on device
                    FULL      | Auf dem Gerät ist kein Speicherplatz mehr verfügbar
                    FULL      | Disk quota exceeded
                    FULL      | There is not enough space on the disk
                    FULL      | Es steht nicht genug Speicherplatz auf dem Datenträger zur Verfügung
                    TOO_LARGE | File too large
                    TOO_LARGE | Datei zu groß
                    READ_ONLY | Read-only file system
                    READ_ONLY | Das Dateisystem ist nur lesbar
                    READ_ONLY | The media is write protected
                    READ_ONLY | Das Medium ist schreibgeschützt
                    DENIED    | Operation not permitted
                    TOO_LONG  | File name too long
                    TOO_LONG  | Der Dateiname ist zu lang
                    TOO_LONG  | The filename or extension is too long
                    NO_FOLDER | Not a directory
                    NO_FOLDER | Too many levels of symbolic links or unable to access attributes of symbolic link
                    FOLDER    | Is a directory
                    IN_USE    | The process cannot access the file because it is being used by another process
                    IN_USE    | Device or resource busy
                    GONE      | Input/output error
                    GONE      | Stale file handle
                    GONE      | Transport endpoint is not connected
                    GONE      | The specified network name is no longer available
                    GONE      | The device is not ready
                    OTHER     | Value too large for defined data type
                    """)
    void theWordsOfTheSystemAreUnderstood(Kind kind, String words) {
        assertThat(FileFailure.of(new FileSystemException(FILE, null, words)).kind())
                .isEqualTo(kind);
        assertThat(FileFailure.of(new IOException(words)).kind()).isEqualTo(kind);
    }

    @Test
    void theClassesOfJavaAreUnderstood() {
        assertThat(FileFailure.of(new AccessDeniedException(FILE)).kind()).isEqualTo(Kind.DENIED);
        assertThat(FileFailure.of(new NoSuchFileException(FILE)).kind()).isEqualTo(Kind.MISSING);
        assertThat(FileFailure.of(new FileAlreadyExistsException(FILE)).kind()).isEqualTo(Kind.NO_FOLDER);
        assertThat(FileFailure.of(new NotDirectoryException(FILE)).kind()).isEqualTo(Kind.NO_FOLDER);
        assertThat(FileFailure.of(new DirectoryNotEmptyException(FILE)).kind()).isEqualTo(Kind.FOLDER);
    }

    @Test
    void roomOnTheDiskIsAdvisedOnlyWhereItIsMissing() {
        for (Kind kind : Kind.values()) {
            assertThat(new FileFailure(kind, Message.text("x"))
                            .remedy()
                            .toString()
                            .contains("room"))
                    .as("" + kind)
                    .isEqualTo(kind == Kind.FULL);
        }
    }

    @Test
    void theCauseBehindAWrapperCounts() {
        IOException wrapped = new LocalizedIOException(
                Message.of("tensors.unwritable", FILE, "x"), new FileSystemException(FILE, null, "File too large"));
        assertThat(FileFailure.of(wrapped).kind()).isEqualTo(Kind.TOO_LARGE);
    }

    @Test
    void theMissingFolderIsNamed() {
        assertThat(FileFailure.of(new NoSuchFileException(FILE)).reason())
                .hasToString("the folder " + Path.of(FILE).getParent() + " does not exist");
    }

    @Test
    void aFolderThatIsThereIsNotCalledMissing(@TempDir Path folder) {
        NoSuchFileException refused =
                new NoSuchFileException(folder.resolve("cat.csv").toString());
        assertThat(FileFailure.of(refused).reason()).hasToString("no files can be made in " + folder);
    }

    @Test
    void whatNobodyForesawIsToldInTheSystemsWords() {
        assertThat(FileFailure.of(new FileSystemException(FILE, null, "Strange"))
                        .whole())
                .hasToString("Strange");
        assertThat(FileFailure.of(new IOException()).whole()).hasToString("IOException");
        assertThat(FileFailure.of(new LocalizedIOException(Message.text("told")))
                        .whole())
                .hasToString("told");
    }
}
