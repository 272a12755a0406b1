package loralei.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class Bf16Test {
    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void aProcessorsOwnArithmeticInBf16IsNoticed() throws IOException {
        boolean has = Files.readString(Path.of("/proc/cpuinfo")).contains(" avx512_bf16");
        assertThat(Kernels.number("multiplies_bf16")).isEqualTo(has ? 1 : 0);
    }
}
