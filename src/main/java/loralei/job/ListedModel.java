package loralei.job;

import java.nio.file.Path;
import java.util.Optional;
import loralei.config.Family;
import loralei.text.Message;

/**
 * A base model among those that lie about.
 *
 * @param name for people: without folder and ending; of Hugging Face's cache OWNER/NAME
 * @param path what to enter as the base model
 * @param folder the folder in which it was found
 * @param family its family; empty for one that is not trained here
 * @param oneFile whether it is one file and not a folder
 * @param velocity whether it predicts velocity
 * @param bytes of its weights; 0 where it cannot be told
 * @param objection why it cannot be trained; empty where it can
 */
public record ListedModel(
        String name,
        Path path,
        Path folder,
        Optional<Family> family,
        boolean oneFile,
        boolean velocity,
        long bytes,
        Optional<Message> objection) {
    /** Whether it is one file or a folder, and what is special of it. */
    public Message type() {
        Message place = Message.of(oneFile ? "models.oneFile" : "models.folder");
        return velocity ? Message.of("shared.list", place, Message.of("models.velocity")) : place;
    }
}
