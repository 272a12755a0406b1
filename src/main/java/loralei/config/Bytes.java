package loralei.config;

import java.util.List;
import java.util.Locale;

/**
 * Amounts of bytes as people read them. A GB is 10^9 bytes, as disks and networks are counted; a GiB is 2^30, as memory is
 * made and systems and graphics cards report it.
 */
public final class Bytes {
    private static final int DECIMAL = 1000;
    private static final int BINARY = 1024;
    private static final List<String> DECIMAL_UNITS = List.of("kB", "MB", "GB");
    private static final List<String> BINARY_UNITS = List.of("KiB", "MiB", "GiB");

    private Bytes() {}

    /** Room on a disk, a file, a download: 512 B, 9.1 MB, 2.1 GB. */
    public static String stored(long bytes, Locale locale) {
        return text(bytes, locale, DECIMAL, DECIMAL_UNITS);
    }

    /** The same in the command line's language. */
    public static String stored(long bytes) {
        return stored(bytes, Locale.ROOT);
    }

    /** Memory of a computer or a graphics card, or what is needed of it: 768.0 MiB, 4.7 GiB. */
    public static String memory(long bytes, Locale locale) {
        return text(bytes, locale, BINARY, BINARY_UNITS);
    }

    /** The same in the command line's language. */
    public static String memory(long bytes) {
        return memory(bytes, Locale.ROOT);
    }

    private static String text(long bytes, Locale locale, int base, List<String> units) {
        if (bytes < base) {
            return bytes + " B";
        }
        double value = bytes / (double) base;
        int unit = 0;
        while (value >= base && unit < units.size() - 1) {
            value /= base;
            unit++;
        }
        return String.format(locale, "%,.1f %s", value, units.get(unit));
    }
}
