package loralei.gui.form;

import java.util.LinkedHashMap;
import java.util.Map;
import loralei.config.Family;
import loralei.config.PartialConfig;
import loralei.config.Setting;
import loralei.config.Settings;
import loralei.config.TrainingConfig;

/**
 * What a form says: texts for the settings that the person chose, and defaults for all others. A default that depends on
 * another setting, as alpha does on rank, so follows it until somebody types a value.
 */
final class FormValues {
    private static final String FAMILY = "family";

    private final Family family;
    private final Map<String, String> chosen = new LinkedHashMap<>();

    FormValues(Family family) {
        this.family = family;
    }

    /** Takes what a person entered. An emptied number goes back to its default. */
    void choose(Setting<?> setting, String text) {
        boolean number = EditorKind.of(setting.type()) == EditorKind.NUMBER;
        if (number && text.isBlank()) {
            chosen.remove(setting.name());
        } else {
            chosen.put(setting.name(), text);
        }
    }

    /** Takes over a configuration; what is the default stays one. */
    void choose(TrainingConfig config) {
        if (config.family() != family) {
            throw new IllegalArgumentException("settings of " + config.family() + " in the form of " + family);
        }
        chosen.clear();
        Map<String, Object> values = config.values();
        for (Setting<?> setting : Settings.ALL) {
            Object value = values.get(setting.name());
            if (!setting.name().equals(FAMILY)
                    && !value.equals(setting.defaults().of(family, values))) {
                chosen.put(setting.name(), setting.type().toText(value));
            }
        }
    }

    /** Whether a person chose the setting. */
    boolean isChosen(String setting) {
        return chosen.containsKey(setting);
    }

    /** What was chosen, as far as it can be read. */
    PartialConfig partial() {
        Map<String, String> texts = new LinkedHashMap<>(chosen);
        texts.put(FAMILY, family.id());
        return PartialConfig.ofTexts(texts);
    }

    /** What each field shows, by the names of the settings. */
    Map<String, String> texts() {
        Map<String, Object> values = partial().config().values();
        Map<String, String> texts = new LinkedHashMap<>();
        Settings.ALL.forEach(setting -> texts.put(
                setting.name(),
                chosen.getOrDefault(setting.name(), setting.type().toText(values.get(setting.name())))));
        return texts;
    }

    /** What a setting would be had nobody chosen it, as it is written. */
    String defaultText(Setting<?> setting) {
        Map<String, Object> values = partial().config().values();
        return setting.type().toText(setting.defaults().of(family, values));
    }
}
