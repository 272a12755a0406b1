package loralei.job.tool;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Another description of a LoRA; its weights stay byte by byte.
 *
 * @param lora the file
 * @param texts what to write, by entry; an empty text takes the entry out; entries not named stay
 * @param cover a picture to put in as its cover; empty leaves the one that is there
 * @param removeCover whether to take the cover out
 * @param target the file to write; may be the same one
 * @param overwrite whether a file that is there may be replaced
 */
public record MetadataRequest(
        Path lora,
        Map<Entry, String> texts,
        Optional<Path> cover,
        boolean removeCover,
        Path target,
        boolean overwrite) {
    /** Copies the map. */
    public MetadataRequest {
        texts = Map.copyOf(texts);
    }

    /** What a person can write of a LoRA, and under which names the drawing programs and shops look for it. */
    public enum Entry {
        /** The words that call it up. */
        TRIGGER_WORDS,
        /** Its name for people. */
        TITLE,
        /** Who made it. */
        AUTHOR,
        /** Under which licence it may be used. */
        LICENSE,
        /** What it is good for. */
        DESCRIPTION,
        /** Words to find it by. */
        TAGS,
        /** Anything else. */
        NOTES
    }
}
