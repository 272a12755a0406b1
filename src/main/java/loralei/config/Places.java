package loralei.config;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import loralei.text.Message;

/** Files and folders as people name them. */
public final class Places {
    private static final String HOME = "~";
    private static final Pattern QUOTED = Pattern.compile("^\"(.*)\"$");

    private Places() {}

    /**
     * The path that a text stands for. A ~ at its beginning is the person's own folder: shells see to that only in some
     * places, and files of settings and windows have none. Quotation marks around it, as Windows' "Copy as path" writes
     * them, are no part of it.
     *
     * @param text what a person wrote
     * @throws InvalidPathException if it is no path
     */
    public static Path of(String text) {
        String written = QUOTED.matcher(text.strip()).replaceFirst("$1").strip();
        if (written.isEmpty()) {
            throw new InvalidPathException(text, "it is empty");
        }
        boolean below = written.startsWith(HOME + "/") || written.startsWith(HOME + File.separator);
        return written.equals(HOME) || below
                ? Path.of(System.getProperty("user.home") + written.substring(HOME.length()))
                : Path.of(written);
    }

    /** The last name of a path; of the root of a drive, which has no name, all of it. */
    public static String nameOf(Path path) {
        Path whole = path.toAbsolutePath().normalize();
        return (whole.getFileName() == null ? whole : whole.getFileName()).toString();
    }

    /** The deepest part of a path that there is, even if it is a link to nowhere. */
    static Optional<Path> deepest(Path path) {
        Path at = path.toAbsolutePath().normalize();
        while (at != null && !Files.exists(at, LinkOption.NOFOLLOW_LINKS)) {
            at = at.getParent();
        }
        return Optional.ofNullable(at);
    }

    /** The link on the way to a path that leads nowhere, if one does. */
    static Optional<Path> deadLink(Path path) {
        return deepest(path).filter(at -> Files.isSymbolicLink(at) && !Files.exists(at));
    }

    /** What to say of a path that is not there: that it is an address, or that a link on the way to it leads nowhere. */
    static Message missing(Path path) {
        if (NetName.isAddress(path)) {
            return NetName.ADDRESS_TOLD;
        }
        return deadLink(path)
                .map(link -> Message.of("file.linkToNowhere", link))
                .orElse(Message.of("file.missing"));
    }
}
