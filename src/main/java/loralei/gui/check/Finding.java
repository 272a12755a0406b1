package loralei.gui.check;

/** What may be the matter with a picture, or was done about it. */
enum Finding {
    SAME("same", true),
    ALIKE("alike", true),
    SMALL("small", true),
    BLURRED("blurred", true),
    EXTREME("extreme", true),
    BROKEN("broken", true),
    NO_CAPTION("noCaption", false),
    EXCLUDED("excluded", false),
    CHANGED("changed", false);

    private final String key;
    private final boolean flaw;

    Finding(String key, boolean flaw) {
        this.key = key;
        this.flaw = flaw;
    }

    /** Its name among the texts. */
    String key() {
        return key;
    }

    /** Whether it may make the training worse. */
    boolean isFlaw() {
        return flaw;
    }

    /** Whether the pixels have to be seen for it. */
    boolean needsLook() {
        return this == ALIKE || this == BLURRED || this == BROKEN;
    }
}
