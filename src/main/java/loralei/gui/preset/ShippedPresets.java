package loralei.gui.preset;

import java.util.List;
import loralei.config.ConfigJson;
import loralei.config.Family;
import loralei.config.Resources;
import loralei.text.Texts;

/** The presets that come with the program: settings as JSON resources, names and reasons in the person's language. */
final class ShippedPresets {
    static final List<String> IDS = List.of("quick-try", "person", "style", "small-card", "sdxl-12gb", "sdxl-person");

    private ShippedPresets() {}

    /** All of one family. */
    static List<Preset> of(Family family, Texts texts) {
        return IDS.stream()
                .map(id -> read(id, texts))
                .filter(preset -> preset.family() == family)
                .toList();
    }

    private static Preset read(String id, Texts texts) {
        String resource = id + ".json";
        String json = Resources.text(ShippedPresets.class, resource);
        return new Preset(
                texts.get("shipped." + id + ".name"),
                texts.get("shipped." + id + ".reason"),
                PresetJson.checked(ConfigJson.parse(json, resource), resource));
    }
}
