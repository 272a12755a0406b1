package loralei.job.fetch;

import java.net.URI;

/**
 * A file as it is published.
 *
 * @param uri where it is
 * @param path where it goes, relative to the folder that collects the files, with forward slashes
 * @param size bytes; {@link #UNKNOWN} where nobody publishes it
 * @param sha256 64 hexadecimal digits, lower case; empty where nobody publishes it
 * @param blob the hash that git gives to the file, 40 hexadecimal digits; empty where nobody publishes it
 */
public record RemoteFile(URI uri, String path, long size, String sha256, String blob) {
    /** The size of a file of which nobody publishes it. */
    public static final long UNKNOWN = Long.MAX_VALUE;

    /** A file whose SHA-256 is published. */
    public RemoteFile(URI uri, String path, long size, String sha256) {
        this(uri, path, size, sha256, "");
    }

    /** The same with another size. */
    public RemoteFile sized(long bytes) {
        return new RemoteFile(uri, path, bytes, sha256, blob);
    }

    /** Whether there is more than its size to tell whether it is right. */
    public boolean isHashed() {
        return !sha256.isEmpty() || !blob.isEmpty();
    }

    /** A file that is taken as it comes; whoever wants it checks it. */
    public static RemoteFile unchecked(URI uri, String path) {
        return new RemoteFile(uri, path, UNKNOWN, "");
    }

    boolean isPublished() {
        return size != UNKNOWN;
    }
}
