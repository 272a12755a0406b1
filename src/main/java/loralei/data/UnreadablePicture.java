package loralei.data;

import java.nio.file.Path;

/**
 * A file that should be a picture and cannot be used.
 *
 * @param path the file
 * @param reason why, and what to do, in a person's words; continues a sentence that begins with the file name
 */
public record UnreadablePicture(Path path, String reason) {
    @Override
    public String toString() {
        return path.getFileName() + ": " + reason;
    }
}
