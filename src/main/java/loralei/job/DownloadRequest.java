package loralei.job;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import loralei.config.Family;
import loralei.job.fetch.Secret;
import loralei.job.hub.Offer;

/**
 * A download as it was asked for.
 *
 * @param model the id of a family, for its standard model, or where another is published: {@link
 *     loralei.job.hub.ModelAddress}
 * @param into the model's folder; of one file also the folder that it goes into. Empty for its usual place
 * @param mirror address of a server with the same paths; empty for {@code HF_ENDPOINT}, or the one itself
 * @param overwrite whether another model in that place may be replaced
 * @param file which file, where there are several
 * @param token access token; empty for {@code HF_TOKEN} or {@code CIVITAI_TOKEN}
 */
public record DownloadRequest(
        String model,
        Optional<Path> into,
        Optional<String> mirror,
        boolean overwrite,
        Optional<String> file,
        Optional<Secret> token) {
    private static final String ENDING = ".safetensors";

    /** A family's standard model goes where it is looked for. */
    public DownloadRequest {
        String id = model;
        into = into.or(() -> Arrays.stream(Family.values())
                .filter(family -> family.id().equals(id))
                .map(Family::baseModel)
                .findFirst());
    }

    /** A download of a family's standard model. */
    public DownloadRequest(Family family, Path into, Optional<String> mirror, boolean overwrite) {
        this(family.id(), Optional.of(into), mirror, overwrite, Optional.empty(), Optional.empty());
    }

    /** The download of a family's standard model to where it is looked for. */
    public static DownloadRequest of(Family family) {
        return new DownloadRequest(family, family.baseModel(), Optional.empty(), false);
    }

    /** The family whose standard model is asked for; empty for any other model. */
    public Optional<Family> family() {
        return Arrays.stream(Family.values())
                .filter(family -> family.id().equals(model))
                .findFirst();
    }

    /** Where a model goes. */
    Path place(Offer offer) {
        Path usual = Family.DEFAULT.baseModel().resolveSibling(offer.name());
        if (!offer.oneFile()) {
            return into.orElse(usual);
        }
        return into.map(path -> path.toString().endsWith(ENDING) ? path : path.resolve(offer.name()))
                .orElse(usual);
    }
}
