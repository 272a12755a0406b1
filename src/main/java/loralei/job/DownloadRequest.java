package loralei.job;

import java.nio.file.Path;
import java.util.Optional;
import loralei.config.Family;

/**
 * A download as it was asked for.
 *
 * @param family which base model
 * @param into the model's folder
 * @param mirror address of a server with the paths of Hugging Face; empty for {@code HF_ENDPOINT}, or Hugging Face itself
 * @param overwrite whether another model in that folder may be replaced
 */
public record DownloadRequest(Family family, Path into, Optional<String> mirror, boolean overwrite) {
    /** The download of a family's model to where it is looked for. */
    public static DownloadRequest of(Family family) {
        return new DownloadRequest(family, family.baseModel(), Optional.empty(), false);
    }
}
