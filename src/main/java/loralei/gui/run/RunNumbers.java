package loralei.gui.run;

import java.text.NumberFormat;
import java.util.Locale;
import loralei.config.Bytes;
import loralei.gui.text.Texts;

/** Numbers, durations and sizes as people of one language write them. */
public final class RunNumbers {
    private static final String UNKNOWN = "–";
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private final Locale locale;
    private final Texts texts;

    /** Numbers as one language writes them. */
    public RunNumbers(Locale locale) {
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

    /** An estimate, no more exact than it is: under 1 min, 12 min, 1 h 12 min, 2 d 3 h. */
    public String estimate(double seconds) {
        if (!Double.isFinite(seconds) || seconds < 0) {
            return UNKNOWN;
        }
        if (seconds < MINUTE) {
            return texts.get("duration.short");
        }
        long minutes = Math.round(seconds / MINUTE);
        return minutes * MINUTE < HOUR ? texts.get("duration.minutes", minutes) : hoursOrDays(minutes * MINUTE);
    }

    /** What a clock showed: 42 s, 5 min 3 s, 1 h 12 min, 2 d 3 h. */
    String elapsed(double seconds) {
        if (!Double.isFinite(seconds) || seconds < 0) {
            return UNKNOWN;
        }
        long whole = (long) seconds;
        if (whole < MINUTE) {
            return texts.get("duration.seconds", whole);
        }
        return whole < HOUR ? texts.get("duration.minutesSeconds", whole / MINUTE, whole % MINUTE) : hoursOrDays(whole);
    }

    private String hoursOrDays(long seconds) {
        return seconds < DAY
                ? texts.get("duration.hoursMinutes", seconds / HOUR, seconds % HOUR / MINUTE)
                : texts.get("duration.daysHours", seconds / DAY, seconds % DAY / HOUR);
    }

    /** 512 B, 9.1 MB: of a file or a download. */
    public String size(long bytes) {
        return Bytes.stored(bytes, locale);
    }

    private String decimal(double value, int fewestDigits, int mostDigits) {
        NumberFormat format = NumberFormat.getNumberInstance(locale);
        format.setMinimumFractionDigits(fewestDigits);
        format.setMaximumFractionDigits(mostDigits);
        return format.format(value);
    }
}
