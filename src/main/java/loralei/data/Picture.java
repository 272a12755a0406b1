package loralei.data;

import java.nio.file.Path;

/**
 * A picture of a folder that looks whole from outside: format, size and structure were checked, the pixels were not yet
 * decoded.
 *
 * @param path the file
 * @param format the format its content has
 * @param size width and height of the upright picture, in pixels
 * @param orientation how the stored pixels have to be turned
 * @param bytes the length of the file
 * @param alpha whether it has an alpha channel, and so may be transparent in places
 * @param sha256 the SHA-256 of the file in 64 lower-case hexadecimal digits: the key for anything computed from it
 */
public record Picture(
        Path path,
        PictureFormat format,
        PictureSize size,
        Orientation orientation,
        boolean alpha,
        long bytes,
        String sha256) {
    /** A picture without an alpha channel. */
    public Picture(
            Path path, PictureFormat format, PictureSize size, Orientation orientation, long bytes, String sha256) {
        this(path, format, size, orientation, false, bytes, sha256);
    }
}
