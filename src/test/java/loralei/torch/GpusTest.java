package loralei.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import loralei.torch.Gpus.Card;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is made of the answers of a fake nvidia-smi. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the fake is a shell script")
class GpusTest {
    @TempDir
    private Path folder;

    private FakeDriver driver;

    @BeforeEach
    void install() {
        driver = new FakeDriver(folder);
    }

    @Test
    void aCardIsReadWithItsDriverAndMemory() throws IOException {
        Gpus gpus = driver.withCard("NVIDIA GeForce RTX 4090", "572.16", "24564 MiB", "8.9");
        assertThat(gpus.hasDriver()).isTrue();
        assertThat(gpus.ask().cards())
                .containsExactly(new Card("NVIDIA GeForce RTX 4090", "572.16", 24564L * 1024 * 1024));
        assertThat(gpus.computeCapability()).hasValue(89);
        assertThat(gpus.usedMemory()).hasValue(1234L << 20);
    }

    @Test
    void severalCardsAreReadInTheirOrder() throws IOException {
        Gpus gpus = driver.saying("echo 'A, 570.1, 8192 MiB'; echo 'B, 570.1, [N/A]'");
        assertThat(gpus.ask().cards()).containsExactly(new Card("A", "570.1", 8L << 30), new Card("B", "570.1", 0));
    }

    @Test
    void aToolThatFailsIsQuoted() throws IOException {
        Gpus gpus = driver.saying("echo 'NVIDIA-SMI has failed because it could not communicate'; exit 9");
        assertThat(gpus.ask())
                .isEqualTo(new Gpus.Answer(List.of(), "NVIDIA-SMI has failed because it could not communicate"));
        assertThat(gpus.computeCapability()).isEmpty();
    }

    @Test
    void whatIsNoCardIsQuoted() throws IOException {
        assertThat(driver.saying("echo 'No devices were found'").ask())
                .isEqualTo(new Gpus.Answer(List.of(), "No devices were found"));
    }

    @Test
    void anOldToolThatDoesNotKnowTheCapabilityGivesNone() throws IOException {
        Gpus gpus = driver.saying("echo 'Field \"compute_cap\" is not a valid field to query.'; exit 2");
        assertThat(gpus.computeCapability()).isEmpty();
    }

    @Test
    void aDriverWithoutItsToolIsStillADriver() throws IOException {
        Gpus gpus = driver.withoutTool();
        assertThat(gpus.hasDriver()).isTrue();
        assertThat(gpus.ask().complaint()).contains("was not found");
    }

    @Test
    void withoutADriverThereIsNone() {
        Gpus gpus = new Gpus(List.of(folder.resolve("libcuda.so.1")), List.of());
        assertThat(gpus.hasDriver()).isFalse();
        assertThat(gpus.ask().cards()).isEmpty();
    }

    @Test
    void toolAndDriverAreFoundByTheEnvironment() throws IOException {
        Path tool = folder.resolve("nvidia-smi");
        Files.writeString(tool, "#!/bin/sh\necho 'A, 570.1, 8192 MiB'\n");
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwx------"));
        Files.createFile(folder.resolve("libcuda.so.1"));
        String here = folder.toString();
        Gpus gpus = Gpus.of("Linux", Map.of("PATH", "/nowhere:" + here, "LD_LIBRARY_PATH", here + ":"));
        assertThat(gpus.hasDriver()).isTrue();
        assertThat(gpus.ask().cards()).hasSize(1);
    }

    @Test
    void windowsKeepsTheDriverInItsSystemFolder() throws IOException {
        Files.createDirectories(folder.resolve("System32"));
        Files.createFile(folder.resolve("System32/nvcuda.dll"));
        assertThat(Gpus.of("Windows 11", Map.of("SystemRoot", folder.toString()))
                        .hasDriver())
                .isTrue();
        assertThat(Gpus.of(
                                "Windows 11",
                                Map.of("SystemRoot", folder.resolve("other").toString()))
                        .hasDriver())
                .isFalse();
    }

    @Test
    void aMacHasNone() {
        assertThat(Gpus.of("Mac OS X", Map.of("PATH", folder.toString())).hasDriver())
                .isFalse();
    }
}
