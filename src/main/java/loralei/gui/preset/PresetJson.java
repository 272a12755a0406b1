package loralei.gui.preset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import loralei.config.ConfigJson;
import loralei.config.Family;
import loralei.config.JsonText;
import loralei.config.PartialConfig;
import loralei.config.Problem;
import loralei.config.Settings;
import loralei.config.UserError;
import loralei.text.Message;

/** Presets as JSON: name, reason, and settings as {@link ConfigJson} writes them. */
final class PresetJson {
    private static final String NAME = "name";
    private static final String REASON = "reason";
    private static final String SETTINGS = "settings";

    private PresetJson() {}

    /**
     * Reads a preset. What is personal in it is left out.
     *
     * @param json as {@link #write} makes it
     * @param source where it is from, for messages
     * @throws UserError if it is no preset, or holds a setting that is unknown or cannot work
     */
    static Preset read(String json, String source) {
        ObjectNode root = object(json, source);
        String name = text(root, NAME);
        String reason = text(root, REASON);
        JsonNode settings = root.remove(SETTINGS);
        if (name.isBlank() || settings == null || !root.isEmpty()) {
            throw UserError.request(Message.of("preset.noPreset", source), Message.of("preset.noPreset.remedy"));
        }
        return new Preset(name, reason, checked(ConfigJson.parse(settings.toString(), source), source));
    }

    static String write(Preset preset) {
        ObjectNode root =
                JsonText.OWN.createObjectNode().put(NAME, preset.name()).put(REASON, preset.reason());
        root.set(SETTINGS, ConfigJson.tree(preset.settings()));
        return root.toPrettyString();
    }

    /** The settings of a draft that was read whole and whose values can work. */
    static Map<String, Object> checked(PartialConfig partial, String source) {
        List<Problem> problems = new ArrayList<>(partial.problems());
        if (!(partial.values().get("family") instanceof Family)) {
            throw UserError.request(Message.of("preset.noFamily", source), Message.of("preset.noFamily.remedy"));
        }
        Map<String, Object> kept = new Preset("", "", partial.values()).settings();
        kept.forEach((name, value) -> Settings.find(name)
                .flatMap(setting -> setting.problemWith(value))
                .ifPresent(problems::add));
        if (!problems.isEmpty()) {
            List<Message> list = problems.stream()
                    .map(wrong -> Message.of("shared.pair", wrong.field() + " = " + wrong.value(), wrong.message()))
                    .toList();
            throw UserError.request(
                    Message.of("preset.wrong", source, Message.joined("; ", list)),
                    problems.get(0).remedy());
        }
        return kept;
    }

    private static String text(ObjectNode root, String key) {
        return Stream.ofNullable(root.remove(key))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .findFirst()
                .orElse("");
    }

    private static ObjectNode object(String json, String source) {
        try {
            if (JsonText.OWN.readTree(json) instanceof ObjectNode root) {
                return root;
            }
        } catch (JsonProcessingException e) {
            throw UserError.request(Message.of("preset.noPreset", source), Message.of("preset.noPreset.remedy"))
                    .causedBy(e);
        }
        throw UserError.request(Message.of("preset.noPreset", source), Message.of("preset.noPreset.remedy"));
    }
}
