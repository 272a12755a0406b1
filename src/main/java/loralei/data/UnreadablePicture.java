package loralei.data;

import static loralei.config.Words.say;

import java.nio.file.Path;
import loralei.config.Words;

/**
 * A file that should be a picture and cannot be used.
 *
 * @param path the file
 * @param reason why, and what to do, in a person's words; continues a sentence that begins with the file name
 */
public record UnreadablePicture(Path path, Words reason) {
    /** File name and reason. */
    public Words words() {
        return say("{0}: {1}", FileNames.of(path), reason);
    }

    @Override
    public String toString() {
        return words().toString();
    }
}
