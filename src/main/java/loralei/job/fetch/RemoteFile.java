package loralei.job.fetch;

import java.net.URI;

/**
 * A file as it is published.
 *
 * @param uri where it is
 * @param path where it goes, relative to the folder that collects the files, with forward slashes
 * @param size bytes
 * @param sha256 64 hexadecimal digits, lower case
 */
public record RemoteFile(URI uri, String path, long size, String sha256) {}
