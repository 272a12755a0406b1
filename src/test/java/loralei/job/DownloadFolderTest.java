package loralei.job;

import static loralei.job.DownloadFixture.LARGE;
import static loralei.job.DownloadFixture.SMALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import loralei.config.UserError;
import loralei.job.DownloadEvent.Finished;
import loralei.job.DownloadEvent.Started;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a download does where its folder holds something already. */
class DownloadFolderTest {
    @TempDir
    private Path folder;

    private DownloadFixture download;

    @BeforeEach
    void start() throws IOException {
        download = new DownloadFixture(folder);
    }

    @AfterEach
    void stop() {
        download.close();
    }

    @Test
    void aModelThatIsThereIsCheckedAndLeft() throws IOException {
        download.run();
        download.server.asked.clear();
        assertThat(download.run()).contains(download.target);
        assertThat(download.server.asked).isEmpty();
        assertThat(download.eventsOf(Finished.class)).last().isEqualTo(new Finished(download.target, true));
    }

    @Test
    void anotherModelIsNotReplacedUnasked() throws IOException {
        Files.createDirectories(download.target.resolve("unet"));
        Files.writeString(download.target.resolve(SMALL), "{}", StandardCharsets.UTF_8);
        assertThatThrownBy(() -> download.run())
                .isInstanceOf(UserError.class)
                .hasMessageContaining("holds another model")
                .satisfies(failure -> assertThat(((UserError) failure).remedy()).contains("--overwrite", "--into"));
        assertThat(download.server.asked).isEmpty();
        assertThat(download.files()).containsExactly("models/sd15/" + SMALL);
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "folders are closed in another way there")
    void aFolderOfOthersIsNamed() throws IOException {
        Path closed = Files.createDirectories(download.target.getParent());
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
        assumeFalse(Files.isWritable(closed), "the administrator may write everywhere");
        assertThatThrownBy(() -> download.run())
                .isInstanceOf(UserError.class)
                .hasMessageContaining("writing to " + closed)
                .hasMessageContaining("is not allowed");
    }

    @Test
    void aModelWithOneSpoiltByteIsNotTakenForTheRightOne() throws IOException {
        download.run();
        byte[] spoilt = download.large.clone();
        spoilt[200_000] ^= 1;
        Files.write(download.target.resolve(LARGE), spoilt);
        assertThatThrownBy(() -> download.run()).isInstanceOf(UserError.class).hasMessageContaining(LARGE);
    }

    @Test
    void anotherModelIsReplacedAsAWholeWhenAsked() throws IOException {
        Files.createDirectories(download.target.resolve("mine"));
        Files.writeString(download.target.resolve("mine/notes.txt"), "old", StandardCharsets.UTF_8);
        download.overwrite = true;
        download.run();
        download.theModelIsInPlace();
    }

    @Test
    void anEmptyFolderIsNoModel() throws IOException {
        Files.createDirectories(download.target);
        download.run();
        download.theModelIsInPlace();
    }

    @Test
    void ofTwoDownloadsIntoOneFolderTheSecondIsRefused() throws IOException {
        try (DownloadFixture second = new DownloadFixture(folder)) {
            Throwable[] failure = new Throwable[1];
            download.listener = event -> {
                if (event instanceof Started) {
                    try {
                        second.run();
                    } catch (UserError e) {
                        failure[0] = e;
                    }
                }
            };
            download.run();
            assertThat(failure[0]).isInstanceOf(UserError.class).hasMessageContaining("Another download");
        }
        download.theModelIsInPlace();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need rights there")
    void aLinkedFolderIsFilledWhereItLeadsTo() throws IOException {
        Path disk = Files.createDirectories(folder.resolve("disk/sd15"));
        Files.createDirectories(download.target.getParent());
        Files.createSymbolicLink(download.target, disk);
        download.run();
        assertThat(download.target).isSymbolicLink();
        assertThat(disk.resolve(LARGE)).hasBinaryContent(download.large);
    }
}
