package loralei.gui.state;

import java.util.Locale;
import loralei.config.Choice;

/** Which language the window speaks. */
public enum LanguageChoice implements Choice {
    /** That of the system, English where the window does not speak it. */
    SYSTEM("system"),
    /** English. */
    ENGLISH("en"),
    /** German. */
    GERMAN("de");

    private final String id;

    LanguageChoice(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }

    /**
     * The locale that the window is shown in.
     *
     * @param system the locale of the system
     */
    public Locale locale(Locale system) {
        return this == SYSTEM ? system : Locale.forLanguageTag(id);
    }
}
