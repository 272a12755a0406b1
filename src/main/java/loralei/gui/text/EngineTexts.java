package loralei.gui.text;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import loralei.config.JsonText;
import loralei.config.Setting;
import loralei.config.Settings;
import loralei.config.Words;

/**
 * What comes from below the window, in the language of the window: {@code engine_de.json} has a German pattern for each
 * English one, {@code engine_en.json} an English one where the pattern speaks of options of the command line. Any other
 * language is English.
 */
public final class EngineTexts {
    private static final Map<String, Map<String, String>> LANGUAGES = new ConcurrentHashMap<>();

    private static final String ENGLISH = Locale.ENGLISH.getLanguage();

    private final Locale locale;

    private EngineTexts(Locale locale) {
        this.locale = locale;
    }

    /** In the language that the process runs in. */
    public static EngineTexts here() {
        return of(Locale.getDefault(Locale.Category.DISPLAY));
    }

    /** In one language. */
    public static EngineTexts of(Locale locale) {
        return new EngineTexts(locale);
    }

    /**
     * What a person is told.
     *
     * @param words from below the window
     */
    public String translate(Words words) {
        Map<String, String> patterns = LANGUAGES.computeIfAbsent(locale.getLanguage(), EngineTexts::load);
        return words.in(pattern -> translated(pattern, patterns));
    }

    private String translated(String pattern, Map<String, String> patterns) {
        String known = patterns.get(pattern);
        return known != null ? known : label(pattern).orElse(pattern);
    }

    /** What the form calls a setting. */
    private Optional<String> label(String name) {
        Texts form = Texts.of("form", locale);
        return Settings.ALL.stream()
                .filter(setting -> setting.name().equals(name) || setting.flag().equals("--" + name))
                .findFirst()
                .map(Setting::name)
                .map(found -> "setting." + found + ".label")
                .filter(form::has)
                .map(form::get);
    }

    private static Map<String, String> load(String language) {
        try (InputStream file = EngineTexts.class.getResourceAsStream("engine_" + language + ".json")) {
            return file == null ? load(ENGLISH) : JsonText.OWN.readValue(file, new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException("the program is incomplete: engine_" + language + ".json", e);
        }
    }
}
