package loralei.data;

import static loralei.config.Words.say;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import loralei.config.Words;

/** The picture formats that can be read. A format is told by the first bytes of a file, never by its name. */
public enum PictureFormat {
    PNG("PNG"),
    JPEG("JPEG"),
    WEBP("WebP"),
    BMP("BMP"),
    GIF("GIF");

    /** How many bytes from the start of a file {@link #sniff} looks at. */
    static final int SNIFFED_BYTES = 64;

    /** All readable formats, for messages. */
    static final Words ALL = say("PNG, JPEG, WebP, BMP or GIF");

    /** Name endings of pictures, readable or not: a file so named that cannot be read is worth a word to the user. */
    private static final Set<String> EXTENSIONS = Set.of(
            "png", "apng", "jpg", "jpeg", "jpe", "jfif", "jif", "webp", "bmp", "dib", "gif", "tif", "tiff", "heic",
            "heif", "hif", "avif", "jxl", "jp2", "j2k", "psd", "svg", "ico", "tga", "exr", "hdr", "dng", "cr2", "cr3",
            "nef", "arw", "raf", "orf", "rw2");

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
     * @param content the file, or at least its first {@value #SNIFFED_BYTES} bytes
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

    /**
     * Names a known picture format that cannot be read.
     *
     * @param content the file, or at least its first {@value #SNIFFED_BYTES} bytes
     * @return the name of the format, or empty if the content is not known
     */
    static Optional<String> sniffUnsupported(byte[] content) {
        if (startsWith(content, 4, "ftyp")) {
            return startsWith(content, 8, "avi") ? Optional.of("AVIF") : Optional.of("HEIC");
        }
        if (startsWith(content, 0, "II*\0") || startsWith(content, 0, "MM\0*")) {
            return Optional.of("TIFF or camera raw");
        }
        if (startsWith(content, 0, "\u00ff\n") || startsWith(content, 4, "JXL ")) {
            return Optional.of("JPEG XL");
        }
        if (startsWith(content, 4, "jP  ")) {
            return Optional.of("JPEG 2000");
        }
        return startsWith(content, 0, "8BPS") ? Optional.of("Photoshop") : Optional.empty();
    }

    /** Tells whether a file name ends as picture names do, whatever the case of its letters. */
    static boolean hasPictureExtension(String fileName) {
        int dot = fileName.lastIndexOf('.');
        return dot >= 0 && EXTENSIONS.contains(fileName.substring(dot + 1).toLowerCase(Locale.ROOT));
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
