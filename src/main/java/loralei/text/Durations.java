package loralei.text;

import java.util.Locale;

/** Durations as people say them. The units are those of all languages that the program speaks. */
public final class Durations {
    private static final String UNKNOWN = "–";
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final long FEW_MINUTES = 5 * MINUTE;
    private static final long FIVE_SECONDS = 5;
    private static final long HALF_A_MINUTE = 30;

    private Durations() {}

    /**
     * An estimate, rounded to no more than it can know: 20 s, 1 min 30 s, 12 min, 1 h 12 min, 2 d 3 h.
     *
     * @param seconds less than 0 or no number where it is not known
     */
    public static String estimate(double seconds) {
        if (!isKnown(seconds)) {
            return UNKNOWN;
        }
        long fine = Math.max(FIVE_SECONDS, rounded(seconds, FIVE_SECONDS));
        if (fine < MINUTE) {
            return fine + " s";
        }
        long halves = rounded(seconds, HALF_A_MINUTE);
        if (halves < FEW_MINUTES) {
            return halves / MINUTE + " min" + (halves % MINUTE == 0 ? "" : " " + halves % MINUTE + " s");
        }
        long minutes = rounded(seconds, MINUTE);
        if (minutes < HOUR) {
            return minutes / MINUTE + " min";
        }
        return inHours(minutes < DAY ? minutes : rounded(seconds, HOUR));
    }

    /**
     * What a clock showed: 42 s, 5 min 3 s, 1 h 12 min, 2 d 3 h.
     *
     * @param seconds less than 0 or no number where it is not known
     */
    public static String elapsed(double seconds) {
        if (!isKnown(seconds)) {
            return UNKNOWN;
        }
        long whole = (long) seconds;
        if (whole < MINUTE) {
            return whole + " s";
        }
        return whole < HOUR ? whole / MINUTE + " min " + whole % MINUTE + " s" : inHours(whole);
    }

    /**
     * The shortest form, for lines of a terminal: 7 s, 1:05, 2:00:05; - where it is not known.
     *
     * @param seconds less than 0 or no number where it is not known
     */
    public static String clock(double seconds) {
        if (!isKnown(seconds)) {
            return "-";
        }
        long whole = Math.round(seconds);
        if (whole < MINUTE) {
            return whole + " s";
        }
        return whole < HOUR
                ? String.format(Locale.ROOT, "%d:%02d", whole / MINUTE, whole % MINUTE)
                : String.format(Locale.ROOT, "%d:%02d:%02d", whole / HOUR, whole % HOUR / MINUTE, whole % MINUTE);
    }

    private static boolean isKnown(double seconds) {
        return Double.isFinite(seconds) && seconds >= 0;
    }

    private static long rounded(double seconds, long unit) {
        return Math.round(seconds / unit) * unit;
    }

    private static String inHours(long seconds) {
        return seconds < DAY
                ? seconds / HOUR + " h " + seconds % HOUR / MINUTE + " min"
                : seconds / DAY + " d " + seconds % DAY / HOUR + " h";
    }
}
