package loralei.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class BytesTest {
    @Test
    void disksAndDownloadsAreCountedInPowersOfAThousand() {
        assertThat(Bytes.stored(512)).isEqualTo("512 B");
        assertThat(Bytes.stored(1_500)).isEqualTo("1.5 kB");
        assertThat(Bytes.stored(9_130_000)).isEqualTo("9.1 MB");
        assertThat(Bytes.stored(2_147_483_648L)).isEqualTo("2.1 GB");
        assertThat(Bytes.stored(4_000_000_000_000L)).isEqualTo("4,000.0 GB");
    }

    @Test
    void memoryIsCountedInPowersOfTwoAndSaysSo() {
        assertThat(Bytes.memory(2_147_483_648L)).isEqualTo("2.0 GiB");
        assertThat(Bytes.memory(768L << 20)).isEqualTo("768.0 MiB");
        assertThat(Bytes.memory(1_023)).isEqualTo("1023 B");
        assertThat(Bytes.memory(1_024)).isEqualTo("1.0 KiB");
    }

    @Test
    void aWindowWritesNumbersAsItsLanguageDoes() {
        assertThat(Bytes.stored(1_500_000_000L, Locale.GERMAN)).isEqualTo("1,5 GB");
        assertThat(Bytes.memory(3L << 29, Locale.GERMAN)).isEqualTo("1,5 GiB");
    }
}
