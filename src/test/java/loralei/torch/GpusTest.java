package loralei.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
                .containsExactly(new Card(0, "NVIDIA GeForce RTX 4090", "572.16", 24564L << 20, OptionalInt.of(89)));
        assertThat(gpus.usedMemory(0)).hasValue(1234L << 20);
    }

    @Test
    void severalCardsAreReadInTheirOrder() throws IOException {
        Gpus gpus = driver.saying("echo 'A, 570.1, 8192 MiB'; echo 'B, 570.1, [N/A]'");
        assertThat(gpus.ask().cards())
                .containsExactly(
                        new Card(0, "A", "570.1", 8L << 30, OptionalInt.empty()),
                        new Card(1, "B", "570.1", 0, OptionalInt.empty()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | RTX 3060",
                "1,0 | RTX 3060, GTX 1080",
                "0, 2,1 | GTX 1080, T4, RTX 3060",
                "GPU-bb | RTX 3060",
                "GPU-bb12,GPU-aa | RTX 3060, GTX 1080",
                "1,7,0 | RTX 3060",
                "-1 | ''",
                "7 | ''",
                "'' | ''",
                "NoDevFiles | ''",
                "MIG-bb1234 | GTX 1080",
            })
    void cardsAreHiddenAndCountedAsCudaHidesAndCountsThem(String variable, String names) throws IOException {
        driver.withCards(
                List.of("GTX 1080, 572.16, 8192 MiB", "RTX 3060, 572.16, 12288 MiB", "T4, 572.16, 15360 MiB"),
                List.of("6.1", "8.6", "7.5"),
                List.of("GPU-aa12", "GPU-bb12", "GPU-cc12"));
        Map<String, String> environment = Map.of(
                "PATH", folder.toString(), "LD_LIBRARY_PATH", folder.toString(), "CUDA_VISIBLE_DEVICES", variable);
        Gpus.Answer answer = Gpus.of("Linux", environment).ask();
        assertThat(String.join(", ", answer.cards().stream().map(Card::name).toList()))
                .isEqualTo(names);
        assertThat(answer.cards().stream().map(Card::number)).isSorted().doesNotHaveDuplicates();
        assertThat(answer.complaint().isEmpty()).isEqualTo(!names.isEmpty());
        if (names.startsWith("RTX 3060")) {
            assertThat(answer.numbered(0).orElseThrow().capability()).hasValue(86);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NVIDIA GeForce GTX 1650",
                "NVIDIA GeForce GTX 1660 SUPER",
                "GeForce GTX 1660 Ti with Max-Q Design",
                "NVIDIA GeForce MX450",
                "NVIDIA T1000 8GB",
                "Quadro T2000"
            })
    void cardsWithoutTensorCoresAreKnown(String name) {
        assertThat(named(name).hasDoubtfulFp16()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NVIDIA GeForce RTX 2060",
                "Tesla T4",
                "NVIDIA GeForce RTX 2050",
                "NVIDIA TITAN RTX",
                "Quadro RTX 4000"
            })
    void cardsWithTensorCoresAreNotTakenForThem(String name) {
        assertThat(named(name).hasDoubtfulFp16()).isFalse();
    }

    private static Card named(String name) {
        return new Card(0, name, "572.16", 0, OptionalInt.of(75));
    }

    @Test
    void aToolThatFailsIsQuoted() throws IOException {
        Gpus gpus = driver.saying("echo 'NVIDIA-SMI has failed because it could not communicate'; exit 9");
        assertThat(gpus.ask())
                .isEqualTo(new Gpus.Answer(List.of(), "NVIDIA-SMI has failed because it could not communicate"));
    }

    @Test
    void whatIsNoCardIsQuoted() throws IOException {
        assertThat(driver.saying("echo 'No devices were found'").ask())
                .isEqualTo(new Gpus.Answer(List.of(), "No devices were found"));
    }

    @Test
    void anOldToolThatDoesNotKnowTheCapabilityGivesNone() throws IOException {
        Gpus gpus = driver.saying("""
                case "$1" in
                *compute_cap*) echo 'Field "compute_cap" is not a valid field to query.'; exit 2 ;;
                esac
                echo 'A, 470.1, 8192 MiB'
                """);
        assertThat(gpus.ask().cards()).containsExactly(new Card(0, "A", "470.1", 8L << 30, OptionalInt.empty()));
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
