package loralei.gui.form;

import loralei.config.Bytes;
import loralei.gui.text.Texts;

/** Bytes and durations as people say them. */
final class Amounts {
    private static final int SECONDS_PER_MINUTE = 60;
    private static final int MINUTES_PER_HOUR = 60;

    private final Texts texts;

    Amounts(Texts texts) {
        this.texts = texts;
    }

    /** 4.7 GiB. */
    String memory(long bytes) {
        return Bytes.memory(bytes, texts.locale());
    }

    /** 2.1 GB. */
    String stored(long bytes) {
        return Bytes.stored(bytes, texts.locale());
    }

    /** 3 h 20 min. */
    String duration(double seconds) {
        long minutes = Math.max(1, Math.round(seconds / SECONDS_PER_MINUTE));
        return minutes < MINUTES_PER_HOUR
                ? texts.get("amount.minutes", minutes)
                : texts.get("amount.hours", minutes / MINUTES_PER_HOUR, minutes % MINUTES_PER_HOUR);
    }
}
