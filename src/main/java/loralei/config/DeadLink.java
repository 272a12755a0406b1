package loralei.config;

import static loralei.config.Words.say;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Links that lead nowhere, which would otherwise look like files that were never there. */
public final class DeadLink {
    private DeadLink() {}

    /**
     * Fails if a link on the way to a file or folder has lost what it leads to.
     *
     * @param path that was not found
     * @throws UserError names the link and where it leads
     */
    public static void refuse(Path path) {
        Places.deadLink(path).ifPresent(link -> {
            throw UserError.request(
                    say("{0} is a link to {1}, which is not there.", link, target(link)),
                    say("Put what it leads to back in its place, or get the file itself."));
        });
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "?";
        }
    }
}
