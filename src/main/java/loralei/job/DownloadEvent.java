package loralei.job;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.nio.file.Path;
import loralei.text.Message;

/** What a download tells whoever watches it. Plain records, so that they can be shown, logged or written as JSON. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = DownloadEvent.Started.class, name = "started"),
    @JsonSubTypes.Type(value = DownloadEvent.Progress.class, name = "progress"),
    @JsonSubTypes.Type(value = DownloadEvent.Checking.class, name = "checking"),
    @JsonSubTypes.Type(value = DownloadEvent.Retrying.class, name = "retrying"),
    @JsonSubTypes.Type(value = DownloadEvent.Remark.class, name = "remark"),
    @JsonSubTypes.Type(value = DownloadEvent.Finished.class, name = "finished"),
    @JsonSubTypes.Type(value = DownloadEvent.Stopped.class, name = "stopped")
})
public sealed interface DownloadEvent {

    /**
     * It begins.
     *
     * @param model name of the model on the server
     * @param licence the name of its licence; empty where the server does not tell
     * @param page where the licence can be read
     * @param server the server that is asked
     * @param files number of files
     * @param totalBytes of all files
     * @param doneBytes of them there already
     */
    record Started(String model, String licence, String page, String server, int files, long totalBytes, long doneBytes)
            implements DownloadEvent {}

    /**
     * Bytes were received; told a few times a second.
     *
     * @param progress how far it is
     */
    record Progress(DownloadProgress progress) implements DownloadEvent {}

    /**
     * What is on the disk already is being read.
     *
     * @param file relative to the model's folder
     */
    record Checking(String file) implements DownloadEvent {}

    /**
     * Something failed that may pass; the download waits and tries again.
     *
     * @param file relative to the model's folder
     * @param reason in words
     * @param seconds until the next try
     */
    record Retrying(String file, Message reason, double seconds) implements DownloadEvent {}

    /**
     * Something that a person should know of the model.
     *
     * @param text a sentence
     */
    record Remark(Message text) implements DownloadEvent {}

    /**
     * The model is complete and checked.
     *
     * @param folder where it is, be it a folder or a file
     * @param wasThere whether it was there before, and nothing had to be received
     */
    record Finished(Path folder, boolean wasThere) implements DownloadEvent {}

    /**
     * Stopped as a person asked.
     *
     * @param folder where what was received is kept
     * @param doneBytes of all files
     * @param totalBytes of all files
     */
    record Stopped(Path folder, long doneBytes, long totalBytes) implements DownloadEvent {}
}
