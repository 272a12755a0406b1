package loralei.gui.form;

import loralei.gui.text.Texts;

/** Bytes as people say them. */
final class Amounts {
    private static final double GIBIBYTE = 1 << 30;
    private static final double MEBIBYTE = 1 << 20;

    private final Texts texts;

    Amounts(Texts texts) {
        this.texts = texts;
    }

    /** 5.1 GB, where a GB is what system and memory makers mean by it: 2^30 bytes. */
    String bytes(long bytes) {
        return bytes >= GIBIBYTE
                ? texts.get("amount.gigabytes", bytes / GIBIBYTE)
                : texts.get("amount.megabytes", Math.max(1, Math.round(bytes / MEBIBYTE)));
    }
}
