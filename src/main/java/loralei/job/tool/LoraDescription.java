package loralei.job.tool;

import java.util.Map;
import java.util.Optional;

/**
 * What a LoRA file says of itself.
 *
 * @param texts the entries that it has
 * @param cover the cover picture as it stands in the file, a JPEG, PNG or WebP; empty if there is none
 * @param all everything in its header, by name, in order
 */
public record LoraDescription(
        Map<MetadataRequest.Entry, String> texts, Optional<byte[]> cover, Map<String, String> all) {}
