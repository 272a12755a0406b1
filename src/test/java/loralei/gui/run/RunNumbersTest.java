package loralei.gui.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class RunNumbersTest {
    private final RunNumbers english = new RunNumbers(Locale.ENGLISH);
    private final RunNumbers german = new RunNumbers(Locale.GERMAN);

    @Test
    void countsAreGrouped() {
        assertThat(english.count(12_345)).isEqualTo("12,345");
        assertThat(german.count(12_345)).isEqualTo("12.345");
    }

    @Test
    void lossesHaveFourDigits() {
        assertThat(english.loss(0.12344)).isEqualTo("0.1234");
        assertThat(german.loss(0.1)).isEqualTo("0,1000");
        assertThat(english.loss(Double.NaN)).isEqualTo("–");
    }

    @Test
    void ratesAreWrittenAsPeopleTypeThem() {
        assertThat(english.rate(1e-4)).isEqualTo("1e-4");
        assertThat(german.rate(2.5e-5)).isEqualTo("2,5e-5");
        assertThat(english.rate(9.9999e-5)).isEqualTo("1e-4");
        assertThat(english.rate(0)).isEqualTo("0");
        assertThat(english.rate(0.003)).isEqualTo("3e-3");
    }

    @Test
    void theSpeedTurnsWhereASecondIsTooShort() {
        assertThat(english.speed(2.14)).isEqualTo("2.1 steps/s");
        assertThat(english.speed(1 / 4.2)).isEqualTo("4.2 s/step");
        assertThat(german.speed(0.5)).isEqualTo("2,0 s/Schritt");
        assertThat(english.speed(0)).isEqualTo("–");
    }

    @Test
    void sizesAreInPowersOfAThousand() {
        assertThat(english.size(512)).isEqualTo("512 B");
        assertThat(english.size(9_130_000)).isEqualTo("9.1 MB");
        assertThat(german.size(1_500_000_000L)).isEqualTo("1,5 GB");
    }
}
