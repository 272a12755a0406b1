package loralei.job.tool;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import loralei.job.tool.MetadataRequest.Entry;

/**
 * Under which names an entry stands in a LoRA's metadata: ModelSpec's, which kohya, OneTrainer, SwarmUI and CivitAI read,
 * kohya's comment, the words that ComfyUI lists, and those of the extension of A1111 that edited LoRAs first
 * ({@code ssmd_}).
 */
final class DescriptionKeys {
    static final String SPEC = "modelspec.sai_model_spec";
    static final String SPEC_VERSION = "1.0.1";

    /** A picture as an address that holds its own data. */
    static final String COVER = "modelspec.thumbnail";

    /** A JSON list of pictures in Base64, which ComfyUI shows. */
    static final String COVERS = "ssmd_cover_images";

    /**
     * The names of one entry.
     *
     * @param written always; the first is the one that counts
     * @param changed where the file has them, so that they do not contradict
     */
    private record Keys(List<String> written, List<String> changed) {}

    private static final Map<Entry, Keys> KEYS = new EnumMap<>(Map.of(
            Entry.TRIGGER_WORDS,
            new Keys(List.of("modelspec.trigger_phrase", "trained_words"), List.of("ssmd_keywords")),
            Entry.TITLE,
            new Keys(List.of("modelspec.title"), List.of("ssmd_display_name")),
            Entry.AUTHOR,
            new Keys(List.of("modelspec.author"), List.of("ssmd_author")),
            Entry.LICENSE,
            new Keys(List.of("modelspec.license"), List.of()),
            Entry.DESCRIPTION,
            new Keys(List.of("modelspec.description"), List.of("ssmd_description")),
            Entry.TAGS,
            new Keys(List.of("modelspec.tags"), List.of("ssmd_tags")),
            Entry.NOTES,
            new Keys(List.of("ss_training_comment"), List.of())));

    private DescriptionKeys() {}

    /** What a file says under one of an entry's names. */
    static Optional<String> read(Entry entry, Map<String, String> metadata) {
        Keys keys = KEYS.get(entry);
        return Stream.concat(keys.written.stream(), keys.changed.stream())
                .map(metadata::get)
                .filter(text -> text != null && !text.isBlank() && !text.equals("None")) // Python's word for nothing
                .findFirst();
    }

    /** Writes an entry, or takes it out where the text is empty. */
    static void write(Entry entry, String text, Map<String, String> metadata) {
        Keys keys = KEYS.get(entry);
        keys.changed.stream().filter(metadata::containsKey).forEach(key -> metadata.put(key, text));
        keys.written.forEach(key -> metadata.put(key, text));
        if (text.isBlank()) {
            keys.written.forEach(metadata::remove);
            keys.changed.forEach(metadata::remove);
        } else if (keys.written.get(0).startsWith("modelspec.")) {
            metadata.putIfAbsent(SPEC, SPEC_VERSION); // OneTrainer reads the others only where this is
        }
    }
}
