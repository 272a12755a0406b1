package loralei.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A picture with what was written about it.
 *
 * @param picture the picture
 * @param written the lines of its text as they stand there, without prefixes; none where there is no text
 * @param captionFile where its text stands or would stand; empty where it stands in a file with those of other pictures
 * @param role what it is there for
 */
public record PictureEntry(Picture picture, List<String> written, Optional<Path> captionFile, Example.Role role) {
    /** Copies the list. */
    public PictureEntry {
        written = List.copyOf(written);
    }

    static PictureEntry of(Concept concept, Picture picture, PictureScan scan) {
        Path path = picture.path();
        Optional<Path> there = Optional.ofNullable(scan.captions().get(path)).map(CaptionFile::file);
        Path usual = path.resolveSibling(Sidecars.stem(path.getFileName().toString()) + ".txt");
        return new PictureEntry(
                picture,
                concept.texts().of(path, scan),
                concept.texts().equals(Concept.Texts.BESIDE) ? Optional.of(there.orElse(usual)) : Optional.empty(),
                concept.role());
    }

    /** Its text as it stands there. */
    public String text() {
        return String.join("\n", written);
    }
}
