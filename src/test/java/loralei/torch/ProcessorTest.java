package loralei.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProcessorTest {
    private static final Path FEATURES = Path.of("/proc/cpuinfo");

    /** Java leaves AVX-512 alone on the first processors that had it, so the other way round need not hold. */
    @Test
    void avx512IsFoundOnlyWhereTheProcessorHasIt() throws IOException {
        assumeThat(FEATURES).exists();
        assertThat(Files.readString(FEATURES).contains("avx512f") || !Processor.javaUsesAvx512())
                .isTrue();
    }

    @Test
    void whatIsSaidGoesBeforeWhatIsFound() {
        String said = System.getProperty("loralei.avx512");
        try {
            System.setProperty("loralei.avx512", "false");
            assertThat(Processor.hasAvx512()).isFalse();
            System.clearProperty("loralei.avx512");
            assertThat(Processor.hasAvx512()).isEqualTo(Processor.javaUsesAvx512());
        } finally {
            System.setProperty("loralei.avx512", said);
        }
    }

    @Test
    void kernelsGoTheWaysOfAvx512InTests() {
        assertThat(Kernels.number("has_avx512")).isEqualTo(1);
    }
}
