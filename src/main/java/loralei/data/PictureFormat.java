package loralei.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import loralei.text.Message;

/** The picture formats that can be read. A format is told by the first bytes of a file, never by its name. */
public enum PictureFormat {
    PNG("PNG"),
    JPEG("JPEG"),
    WEBP("WebP"),
    BMP("BMP"),
    GIF("GIF");

    /** All readable formats, for messages. */
    static final Message ALL = Message.of("pictures.formats");

    private static final Set<String> READABLE_EXTENSIONS =
            Set.of("png", "apng", "jpg", "jpeg", "jpe", "jfif", "jif", "pjpeg", "mpo", "webp", "bmp", "dib", "gif");

    /** Name endings of other pictures: a file so named is worth a word to the user. */
    private static final Set<String> OTHER_EXTENSIONS = Set.of(
            "tif", "tiff", "heic", "heif", "hif", "avif", "jxl", "jp2", "j2k", "jpx", "jxr", "psd", "psb", "xcf", "svg",
            "eps", "ico", "tga", "pcx", "exr", "hdr", "qoi", "pnm", "ppm", "pgm", "dng", "cr2", "cr3", "crw", "nef",
            "nrw", "arw", "raf", "orf", "rw2", "pef", "srw", "x3f");

    /** Sizes of the information headers that BMP has had (Windows 2.0 to 5.0 and OS/2). */
    private static final Set<Integer> BMP_HEADER_SIZES = Set.of(12, 16, 40, 52, 56, 64, 108, 124);

    private final String label;

    PictureFormat(String label) {
        this.label = label;
    }

    /** Returns the name of the format as people write it. */
    public String label() {
        return label;
    }

    /**
     * Tells the format of a picture by its content.
     *
     * @param content the file, or at least its first 64 bytes
     * @return the format, or empty if it is none of these
     */
    public static Optional<PictureFormat> sniff(byte[] content) {
        if (startsWith(content, 0, "\u0089PNG\r\n\u001a\n")) {
            return Optional.of(PNG);
        }
        if (startsWith(content, 0, "\u00ff\u00d8\u00ff")) {
            return Optional.of(JPEG);
        }
        if (startsWith(content, 0, "RIFF") && startsWith(content, 8, "WEBP")) {
            return Optional.of(WEBP);
        }
        if (startsWith(content, 0, "GIF87a") || startsWith(content, 0, "GIF89a")) {
            return Optional.of(GIF);
        }
        return isBmp(content) ? Optional.of(BMP) : Optional.empty();
    }

    /** Two letters are too few to tell a picture from a text that begins with "BM": the header size must fit too. */
    private static boolean isBmp(byte[] content) {
        return startsWith(content, 0, "BM")
                && content.length >= 26
                && BMP_HEADER_SIZES.contains(
                        ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).getInt(14));
    }

    /** Tells whether a file name ends as names of pictures that can be read do, whatever the case of its letters. */
    static boolean hasReadableExtension(String fileName) {
        return READABLE_EXTENSIONS.contains(extension(fileName));
    }

    /** Tells whether a file name ends as picture names do, whatever the case of its letters. */
    static boolean hasPictureExtension(String fileName) {
        return hasReadableExtension(fileName) || OTHER_EXTENSIONS.contains(extension(fileName));
    }

    private static String extension(String fileName) {
        int dot = fileName.lastIndexOf('.');
        return dot < 0 ? "" : fileName.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    private static boolean startsWith(byte[] content, int offset, String latin1) {
        byte[] expected = latin1.getBytes(StandardCharsets.ISO_8859_1);
        if (content.length < offset + expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (content[offset + i] != expected[i]) {
                return false;
            }
        }
        return true;
    }
}
