package loralei.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import loralei.text.Message;

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
            throw UserError.request(Message.of("file.deadLink", link, target(link)), Message.of("file.restoreTarget"));
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
