package loralei.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import loralei.config.Setting;
import loralei.config.SettingType;
import loralei.config.Settings;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingTextsTest {
    /** What only some settings have. */
    private static final Pattern OPTIONAL = Pattern.compile("\\w+\\.(mnemonic|placeholder|none|unit)");

    /** Options of the command line that are no settings, and what a setting is called within a message. */
    private static final Set<String> OTHERS =
            Set.of("resume.label", "overwrite.label", "mirror.label", "alone", "withValue");

    @ParameterizedTest
    @ValueSource(strings = {"settings", "settings_de"})
    void everySettingHasItsTexts(String bundle) throws IOException {
        assertThat(Bundles.load(bundle).keySet())
                .as("texts of the settings of config/Settings, to be added to or taken out of %s.properties", bundle)
                .filteredOn(key -> !OPTIONAL.matcher(key).matches() && !OTHERS.contains(key))
                .containsExactlyInAnyOrderElementsOf(needed());
    }

    private static List<String> needed() {
        List<String> keys = new ArrayList<>();
        for (Setting<?> setting : Settings.ALL) {
            List.of(".label", ".help", ".reason").forEach(what -> keys.add(setting.name() + what));
            List<String> choices = setting.type().choices();
            if (choices.isEmpty()) {
                keys.add(setting.name() + ".remedy");
            } else if (!setting.type().equals(SettingType.SWITCH)) {
                choices.forEach(id -> keys.add(setting.name() + ".choice." + id));
            }
        }
        return keys;
    }
}
