package loralei.gui.form;

import loralei.config.Bytes;
import loralei.text.Texts;

/** Bytes as people say them. */
final class Amounts {

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
}
