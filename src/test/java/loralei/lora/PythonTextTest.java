package loralei.lora;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonTextTest {
    /** Left what Java reads, right what Python 3 prints for it. */
    @ParameterizedTest
    @CsvSource({
        "0,0.0",
        "-0.0,-0.0",
        "1,1.0",
        "-2.5,-2.5",
        "1e-4,0.0001",
        "1e-5,1e-05",
        "3e-4,0.0003",
        "2.5e-6,2.5e-06",
        "123456789,123456789.0",
        "1e15,1000000000000000.0",
        "1e16,1e+16",
        "1.5e300,1.5e+300",
        "2e-3,0.002",
        "2e23,2e+23",
        "0.1,0.1",
        "0.30000000000000004,0.30000000000000004",
        "4.9e-324,5e-324",
        "1.7976931348623157e308,1.7976931348623157e+308",
        "NaN,nan",
        "-Infinity,-inf"
    })
    void numbersAreWrittenAsPythonWritesThem(double value, String text) {
        assertThat(PythonText.of(value)).isEqualTo(text);
    }

    @Test
    void noNumberLosesAnything() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                assertThat(Double.parseDouble(PythonText.of(value))).isEqualTo(value);
            }
        }
    }

    @Test
    void otherValuesAreWrittenAsPythonWritesThem() {
        assertThat(PythonText.of(true)).isEqualTo("True");
        assertThat(PythonText.of(false)).isEqualTo("False");
        assertThat(PythonText.of(Optional.<Double>empty())).isEqualTo("None");
        assertThat(PythonText.of(Optional.of(5.0))).isEqualTo("5.0");
        assertThat(PythonText.of(Instant.parse("2026-11-23T05:30:00.123456789Z")))
                .isEqualTo("1795411800.123456");
    }
}
