package loralei.gui.preset;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import loralei.config.ConfigJson;
import loralei.config.Family;
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
        try (InputStream stream = ShippedPresets.class.getResourceAsStream(resource)) {
            String json = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            return new Preset(
                    texts.get("shipped." + id + ".name"),
                    texts.get("shipped." + id + ".reason"),
                    PresetJson.checked(ConfigJson.parse(json, resource), resource));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
