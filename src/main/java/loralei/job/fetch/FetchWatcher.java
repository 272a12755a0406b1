package loralei.job.fetch;

import java.time.Duration;
import java.util.OptionalLong;
import loralei.text.Message;

/** Sees how a download goes, and can end it. Called on the thread of the download. */
public interface FetchWatcher {
    /** Whether to stop now; asked several times a second. */
    boolean isStopRequested();

    /**
     * The server begins to answer.
     *
     * @param path the file
     * @param bytes how many it will have in the end, if the server tells
     */
    default void expecting(String path, OptionalLong bytes) {}

    /**
     * Bytes were received, or are there already.
     *
     * @param path the file
     * @param bytes how much of it is there, less than before where it has to be begun again
     */
    void at(String path, long bytes);

    /**
     * The bytes of an earlier download are read again.
     *
     * @param path the file
     */
    void checking(String path);

    /**
     * Something failed that may pass.
     *
     * @param path the file
     * @param reason in words
     * @param pause how long until the next try
     */
    void retrying(String path, Message reason, Duration pause);
}
