package loralei.gui.text;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * The texts of one part of the window: a bundle {@code PART.properties} in English beside this class's resources, and
 * {@code PART_de.properties} in German. Any other language sees English.
 */
public final class Texts {
    private static final ResourceBundle.Control ENGLISH_IS_THE_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private final ResourceBundle bundle;
    private final Locale locale;

    private Texts(ResourceBundle bundle, Locale locale) {
        this.bundle = bundle;
        this.locale = locale;
    }

    /**
     * The texts in the language that the process runs in.
     *
     * @param part name of the bundle
     */
    public static Texts of(String part) {
        return of(part, Locale.getDefault(Locale.Category.DISPLAY));
    }

    /**
     * The texts in one language.
     *
     * @param part name of the bundle
     * @param locale the language, and how numbers are written
     */
    public static Texts of(String part, Locale locale) {
        return new Texts(ResourceBundle.getBundle("loralei.gui.text." + part, locale, ENGLISH_IS_THE_FALLBACK), locale);
    }

    /**
     * One text.
     *
     * @param key its key
     * @param values what {0}, {1} and so on stand for, as in {@link MessageFormat}; a text with none is taken as it is
     * @throws java.util.MissingResourceException if there is no such text
     */
    public String get(String key, Object... values) {
        String text = bundle.getString(key);
        return values.length == 0 ? text : new MessageFormat(text, locale).format(values);
    }

    /** The language, and how numbers are written. */
    public Locale locale() {
        return locale;
    }

    /** Whether there is a text of this key. */
    public boolean has(String key) {
        return bundle.containsKey(key);
    }
}
