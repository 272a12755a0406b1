package loralei.gui.state;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import loralei.config.TrainingConfig;

/**
 * One run of the queue.
 *
 * @param id tells it from all others
 * @param config its settings
 * @param resume whether it goes on from what an earlier run of the name left, if there is something
 * @param overwrite whether the result of an earlier run may be replaced
 * @param status how far it has come
 * @param message how it ended, in a person's words; empty where there is nothing to say
 * @param lora the finished LoRA
 */
public record QueuedRun(
        String id,
        TrainingConfig config,
        boolean resume,
        boolean overwrite,
        QueuedStatus status,
        String message,
        Optional<Path> lora) {

    /** Refuses nulls, but for a message that a file leaves out. */
    public QueuedRun {
        Objects.requireNonNull(id);
        Objects.requireNonNull(config);
        Objects.requireNonNull(status);
        message = Objects.requireNonNullElse(message, "");
        Objects.requireNonNull(lora);
    }

    /** The same run, further on. */
    public QueuedRun as(QueuedStatus newStatus, String newMessage) {
        return new QueuedRun(id, config, resume, overwrite, newStatus, newMessage, lora);
    }

    /** The same run, finished. */
    public QueuedRun doneWith(Optional<Path> finished) {
        return new QueuedRun(id, config, resume, overwrite, QueuedStatus.DONE, "", finished);
    }

    /** The same run, waiting to go on where it ended. */
    public QueuedRun toGoOn() {
        return new QueuedRun(id, config, true, overwrite, QueuedStatus.WAITING, "", Optional.empty());
    }
}
