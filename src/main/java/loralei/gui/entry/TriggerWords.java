package loralei.gui.entry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import loralei.config.ConfigJson;
import loralei.config.JsonText;
import loralei.config.UserError;
import loralei.lora.LoraMetadata;

/**
 * What has to be said in a prompt for a LoRA to show, as its metadata tells: those of this program, those of ModelSpec, and
 * those of kohya's trainer, which keeps how often each part of the captions occurs and the names of the folders.
 */
final class TriggerWords {
    /** Kohya's names of folders: how often the pictures are repeated, and what they show. */
    private static final Pattern REPEATS_AND_WORDS = Pattern.compile("\\d+_(.+)");

    private TriggerWords() {}

    /** The words, the surest source first; empty where nothing tells of any. */
    static Optional<String> of(Map<String, String> metadata) {
        return text(metadata, LoraMetadata.CONFIG)
                .flatMap(TriggerWords::ofConfig)
                .or(() -> text(metadata, "modelspec.trigger_phrase"))
                .or(() -> text(metadata, "ss_tag_frequency").flatMap(TriggerWords::mostFrequent))
                .or(() -> text(metadata, "ss_dataset_dirs").flatMap(TriggerWords::ofFolder));
    }

    private static Optional<String> text(Map<String, String> metadata, String key) {
        return Optional.ofNullable(metadata.get(key)).map(String::strip).filter(text -> !text.isEmpty());
    }

    private static Optional<String> ofConfig(String json) {
        try {
            return Optional.of(
                            ConfigJson.parse(json, LoraMetadata.CONFIG).config().trainingPrompt())
                    .filter(prompt -> !prompt.isBlank());
        } catch (UserError ofAnotherVersion) {
            return Optional.empty();
        }
    }

    /** The part of the captions that occurs most often; of several, the first. */
    private static Optional<String> mostFrequent(String json) {
        String best = "";
        int most = 0;
        for (JsonNode folder : tree(json)) {
            for (Map.Entry<String, JsonNode> tag : folder.properties()) {
                if (tag.getValue().asInt() > most) {
                    most = tag.getValue().asInt();
                    best = tag.getKey().strip();
                }
            }
        }
        return best.isEmpty() ? Optional.empty() : Optional.of(best);
    }

    private static Optional<String> ofFolder(String json) {
        Iterator<String> names = tree(json).fieldNames();
        while (names.hasNext()) {
            Matcher name = REPEATS_AND_WORDS.matcher(names.next());
            if (name.matches()) {
                return Optional.of(name.group(1).replace('_', ' ').strip());
            }
        }
        return Optional.empty();
    }

    private static JsonNode tree(String json) {
        try {
            return JsonText.FOREIGN.readTree(json);
        } catch (JsonProcessingException e) {
            return JsonText.FOREIGN.missingNode(); // what others write there may be anything
        }
    }
}
