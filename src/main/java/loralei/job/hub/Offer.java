package loralei.job.hub;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import loralei.job.fetch.RemoteFile;

/**
 * A model that can be downloaded.
 *
 * @param title its name on the server
 * @param name of the file or folder that it becomes, good on every system
 * @param oneFile whether it is one file and not a folder
 * @param licence the name of its licence; empty where the server does not tell
 * @param page where to read about it
 * @param files what is needed of it, small ones first
 */
public record Offer(String title, String name, boolean oneFile, String licence, String page, List<RemoteFile> files) {
    /** Bytes of all files. */
    public long bytes() {
        return files.stream().mapToLong(RemoteFile::size).sum();
    }

    /** The same with other files. */
    public Offer with(List<RemoteFile> others) {
        return new Offer(title, name, oneFile, licence, page, others);
    }

    /**
     * An address on a server.
     *
     * @param server may have a path of its own
     * @param path behind it, not encoded
     * @param query encoded; empty for none
     */
    static URI at(URI server, String path, String query) {
        try {
            String base = server.toString().replaceFirst("/+$", "");
            String encoded = new URI(null, null, path, null).toASCIIString();
            return URI.create(base + encoded + (query.isEmpty() ? "" : "?" + query));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(path, e);
        }
    }
}
