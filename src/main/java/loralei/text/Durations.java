package loralei.text;

import java.util.Locale;

/** Durations as people of one language say them. */
public final class Durations {
    private static final String UNKNOWN = "–";
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final long FEW_MINUTES = 5 * MINUTE;
    private static final long FIVE_SECONDS = 5;
    private static final long HALF_A_MINUTE = 30;

    private final Texts texts;

    /** Durations in one language. */
    public Durations(Locale locale) {
        this.texts = Texts.of("duration", locale);
    }

    /**
     * An estimate, rounded to no more than it can know: 20 s, 1 min 30 s, 12 min, 1 h 12 min, 2 d 3 h.
     *
     * @param seconds less than 0 or no number where it is not known
     */
    public String estimate(double seconds) {
        if (!isKnown(seconds)) {
            return UNKNOWN;
        }
        long fine = Math.max(FIVE_SECONDS, rounded(seconds, FIVE_SECONDS));
        if (fine < MINUTE) {
            return texts.get("seconds", fine);
        }
        long halves = rounded(seconds, HALF_A_MINUTE);
        if (halves < FEW_MINUTES) {
            return inMinutes(halves);
        }
        long minutes = rounded(seconds, MINUTE);
        return minutes < HOUR ? inMinutes(minutes) : inHours(minutes < DAY ? minutes : rounded(seconds, HOUR));
    }

    /**
     * What a clock showed: 42 s, 5 min 3 s, 1 h 12 min, 2 d 3 h.
     *
     * @param seconds less than 0 or no number where it is not known
     */
    public String elapsed(double seconds) {
        if (!isKnown(seconds)) {
            return UNKNOWN;
        }
        long whole = (long) seconds;
        if (whole < MINUTE) {
            return texts.get("seconds", whole);
        }
        return whole < HOUR ? texts.get("minutesSeconds", whole / MINUTE, whole % MINUTE) : inHours(whole);
    }

    private static boolean isKnown(double seconds) {
        return Double.isFinite(seconds) && seconds >= 0;
    }

    private static long rounded(double seconds, long unit) {
        return Math.round(seconds / unit) * unit;
    }

    private String inMinutes(long seconds) {
        return seconds % MINUTE == 0
                ? texts.get("minutes", seconds / MINUTE)
                : texts.get("minutesSeconds", seconds / MINUTE, seconds % MINUTE);
    }

    private String inHours(long seconds) {
        return seconds < DAY
                ? texts.get("hoursMinutes", seconds / HOUR, seconds % HOUR / MINUTE)
                : texts.get("daysHours", seconds / DAY, seconds % DAY / HOUR);
    }
}
