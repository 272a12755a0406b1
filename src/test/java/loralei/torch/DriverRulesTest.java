package loralei.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Which cards and drivers do stands in the program, and in the scripts that choose a build of PyTorch before there is one:
 * they have to say the same.
 */
class DriverRulesTest {
    private static final Platform LINUX = Platform.of("Linux", "amd64");
    private static final Platform WINDOWS = Platform.of("Windows 11", "amd64");

    private final String shell = read("scripts/parts/natives.sh");
    private final String batch = read("scripts/parts/natives.bat");

    @Test
    void theOldestDriverIsTheSameEverywhere() {
        assertThat(number(shell, "\noldest_driver=(\\d+)")).isEqualTo(major(CudaBuild.leastDriver(LINUX)));
        assertThat(number(batch, "%DRIVER_MAJOR% LSS (\\d+)")).isEqualTo(major(CudaBuild.leastDriver(WINDOWS)));
        assertThat(batch).contains("has to be " + CudaBuild.leastDriver(WINDOWS) + " or newer");
        assertThat(read("README.md"))
                .contains(CudaBuild.leastDriver(LINUX) + " or newer on Linux, " + CudaBuild.leastDriver(WINDOWS)
                        + " on Windows");
    }

    @Test
    void theOldestCardIsTheSameEverywhere() {
        for (int oldest : List.of(
                tenfold(shell, "\noldest_capability=(\\d+\\.\\d)"),
                number(batch, "%CODE% LSS (\\d+)"),
                tenfold(batch, "set \"CAPABILITY=(\\d+\\.\\d)\""))) {
            assertThat(CudaBuild.hasKernelsFor(OptionalInt.of(oldest))).isTrue();
            assertThat(CudaBuild.hasKernelsFor(OptionalInt.of(oldest - 1))).isFalse();
        }
    }

    @Test
    void theBuildForTheCardHasOneName() {
        assertThat(shell)
                .contains("flavor=" + CudaBuild.FLAVOUR + "\n", "$torch-" + CudaBuild.FLAVOUR + "-$classifier");
        assertThat(batch)
                .contains("\"FLAVOR=" + CudaBuild.FLAVOUR + "\"", "%TORCH%-" + CudaBuild.FLAVOUR + "-win-x86_64");
    }

    @Test
    void thereIsABuildForTheCardsOfTheSameSystems() {
        assertThat(shell).contains("\"$classifier\" != " + LINUX.classifier());
        assertThat(CudaBuild.existsFor(LINUX)).isTrue();
        assertThat(CudaBuild.existsFor(WINDOWS)).isTrue();
        assertThat(CudaBuild.existsFor(Platform.of("Linux", "aarch64"))).isFalse();
    }

    private static int major(String version) {
        return Integer.parseInt(version.substring(0, version.indexOf('.')));
    }

    private static int number(String text, String pattern) {
        return Integer.parseInt(found(text, pattern));
    }

    private static int tenfold(String text, String pattern) {
        return Integer.parseInt(found(text, pattern).replace(".", ""));
    }

    private static String found(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
