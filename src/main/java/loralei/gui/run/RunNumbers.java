package loralei.gui.run;

import java.text.NumberFormat;
import java.util.Locale;
import loralei.config.Bytes;
import loralei.text.Texts;

/** Numbers and sizes as people of one language write them. */
final class RunNumbers {
    private static final String UNKNOWN = "–";

    private final Locale locale;
    private final Texts texts;

    /** Numbers as one language writes them. */
    RunNumbers(Locale locale) {
        this.locale = locale;
        this.texts = Texts.of("run", locale);
    }

    /** 1,000. */
    String count(long count) {
        return NumberFormat.getIntegerInstance(locale).format(count);
    }

    /** 0.1234. */
    String loss(double loss) {
        return Double.isFinite(loss) ? decimal(loss, 4, 4) : UNKNOWN;
    }

    /** 1e-4, 2.5e-5; 0. */
    String rate(double rate) {
        if (!Double.isFinite(rate)) {
            return UNKNOWN;
        }
        if (rate == 0) {
            return "0";
        }
        int exponent = (int) Math.floor(Math.log10(Math.abs(rate)));
        double mantissa = rate / Math.pow(10, exponent);
        if (Math.abs(mantissa) >= 9.995) { // it would be written as 10
            exponent++;
            mantissa /= 10;
        }
        return decimal(mantissa, 0, 2) + "e" + exponent;
    }

    /** 2.1 steps/s, or 4.2 s/step where that says more. */
    String speed(double stepsPerSecond) {
        if (!(stepsPerSecond > 0) || Double.isInfinite(stepsPerSecond)) {
            return UNKNOWN;
        }
        return stepsPerSecond >= 1
                ? texts.get("speed.perSecond", decimal(stepsPerSecond, 1, 1))
                : texts.get("speed.perStep", decimal(1 / stepsPerSecond, 1, 1));
    }

    /** 512 B, 9.1 MB: of a file or a download. */
    String size(long bytes) {
        return Bytes.stored(bytes, locale);
    }

    private String decimal(double value, int fewestDigits, int mostDigits) {
        NumberFormat format = NumberFormat.getNumberInstance(locale);
        format.setMinimumFractionDigits(fewestDigits);
        format.setMaximumFractionDigits(mostDigits);
        return format.format(value);
    }
}
