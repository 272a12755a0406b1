package loralei.data;

import java.nio.file.Path;
import loralei.text.Message;

/**
 * A file that should be a picture and cannot be used.
 *
 * @param path the file
 * @param reason why, and what to do, in a person's words; continues a sentence that begins with the file name
 */
public record UnreadablePicture(Path path, Message reason) {
    /** File name and reason. */
    public Message message() {
        return Message.of("shared.colon", FileNames.of(path), reason);
    }

    @Override
    public String toString() {
        return message().toString();
    }
}
