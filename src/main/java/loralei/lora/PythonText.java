package loralei.lora;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Optional;

/** Values as Python's {@code str()} writes them, which is how kohya's sd-scripts fill a LoRA's metadata. */
final class PythonText {
    /** No double needs more decimal digits than this to be told from all others. */
    private static final int MOST_DIGITS = 17;

    /** Python writes numbers from 1e16 up, and those under 1e-4, with an exponent. */
    private static final int FIRST_LONG_EXPONENT = 16;

    private static final int LAST_SHORT_EXPONENT = -4;

    private static final double NANOS = 1e9;

    private PythonText() {}

    static String of(boolean value) {
        return value ? "True" : "False";
    }

    static String of(long value) {
        return Long.toString(value);
    }

    static String of(Optional<Double> value) {
        return value.map(PythonText::of).orElse("None");
    }

    /** A point in time as {@code time.time()} gives it: seconds since 1970, with microseconds. */
    static String of(Instant time) {
        return of(time.getEpochSecond() + time.getNano() / 1000 * 1000 / NANOS);
    }

    /** Of all decimal numbers that read as this double the shortest, in Python's notation. */
    static String of(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        // Double.toString gives more digits than needed for some numbers before JDK 19.
        BigDecimal exact = new BigDecimal(value);
        BigDecimal shortest = exact;
        for (int digits = 1; digits <= MOST_DIGITS; digits++) {
            shortest = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (shortest.doubleValue() == value) {
                break;
            }
        }
        shortest = shortest.stripTrailingZeros();
        int exponent = shortest.precision() - shortest.scale() - 1;
        if (exponent >= LAST_SHORT_EXPONENT && exponent < FIRST_LONG_EXPONENT) {
            String plain = shortest.toPlainString();
            return plain.contains(".") ? plain : plain + ".0";
        }
        String mantissa = shortest.scaleByPowerOfTen(-exponent).toPlainString();
        return "%se%s%02d".formatted(mantissa, exponent < 0 ? "-" : "+", Math.abs(exponent));
    }
}
