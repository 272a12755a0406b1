package loralei.text;

import java.text.MessageFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.stream.Collectors;

/**
 * One who speaks to a person: the window or the command line, in one language. The texts of a part of the program are a
 * bundle {@code PART.properties} in English beside this class's resources, and {@code PART_de.properties} in German; any
 * other language is English. What {0}, {1} and so on stand for is as in {@link MessageFormat}, but an apostrophe is one,
 * and braces have no other meaning.
 */
public final class Texts {
    /** For logs, JSON and files: the command line in English. */
    public static final Texts ENGLISH = ofCommandLine(Locale.ENGLISH);

    private static final ResourceBundle.Control ENGLISH_IS_THE_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private static final String SETTINGS = "settings";

    private final String part;
    private final Locale locale;
    private final boolean namesOptions;

    private Texts(String part, Locale locale, boolean namesOptions) {
        this.part = part;
        this.locale = locale;
        this.namesOptions = namesOptions;
    }

    /**
     * The window in the language that the process runs in.
     *
     * @param part name of the bundle
     */
    public static Texts of(String part) {
        return of(part, Locale.getDefault(Locale.Category.DISPLAY));
    }

    /**
     * The window in one language.
     *
     * @param part name of the bundle
     * @param locale the language, and how numbers are written
     */
    public static Texts of(String part, Locale locale) {
        return new Texts(part, locale, false);
    }

    /**
     * The command line.
     *
     * @param locale the language, and how numbers are written
     */
    public static Texts ofCommandLine(Locale locale) {
        return new Texts("cli", locale, true);
    }

    /** The same voice with the texts of another part. */
    public Texts part(String other) {
        return new Texts(other, locale, namesOptions);
    }

    /**
     * One text.
     *
     * @param key its key
     * @param values what goes into it; a text with none is taken as it is
     * @throws java.util.MissingResourceException if there is no such text
     */
    public String get(String key, Object... values) {
        String text = bundle(part).getString(key);
        return values.length == 0 ? text : format(text, Arrays.asList(values));
    }

    /** What a person is told. */
    public String say(Message message) {
        if (message.key().isEmpty()) {
            return message.arguments().stream()
                    .map(this::said)
                    .map(Object::toString)
                    .collect(Collectors.joining());
        }
        int point = message.key().indexOf('.');
        String text = bundle(message.key().substring(0, point))
                .getString(message.key().substring(point + 1));
        return format(text, message.arguments());
    }

    /** The language, and how numbers are written. */
    public Locale locale() {
        return locale;
    }

    /** Whether there is a text of this key. */
    public boolean has(String key) {
        return bundle(part).containsKey(key);
    }

    private ResourceBundle bundle(String name) {
        return ResourceBundle.getBundle("loralei.text." + name, locale, ENGLISH_IS_THE_FALLBACK);
    }

    private String format(String text, List<?> values) {
        Object[] said = values.stream().map(this::said).toArray();
        return new MessageFormat(text.replace("'", "''"), locale).format(said);
    }

    private Object said(Object value) {
        if (value instanceof Message message) {
            return say(message);
        }
        return value instanceof SettingName setting ? said(setting) : value;
    }

    private String said(SettingName setting) {
        Texts settings = part(SETTINGS);
        if (!settings.has(setting.name() + ".label")) {
            return setting.name() + setting.value().map(value -> " " + value).orElse("");
        }
        if (namesOptions) {
            return setting.option() + setting.value().map(value -> " " + value).orElse("");
        }
        String label = settings.get(setting.name() + ".label");
        return setting.value()
                .map(value -> settings.get("withValue", label, settings.choice(setting.name(), value)))
                .orElseGet(() -> settings.get("alone", label));
    }

    /** What a value of a setting is called, where it has a name; else the value. Of the part with the settings. */
    public String choice(String setting, String value) {
        String key = setting + ".choice." + value;
        return has(key) ? get(key) : value;
    }
}
