package loralei.data;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * EXIF and XMP in the text chunks of a PNG: the XMP of Adobe, and the "raw profiles" in hexadecimal digits that
 * ImageMagick and others write, before and since PNG got a chunk for EXIF. Other texts are left alone.
 */
final class PngText {
    private static final String XMP_KEYWORD = "XML:com.adobe.xmp";
    private static final String PROFILE_KEYWORD = "Raw profile type ";

    private PngText() {}

    /**
     * Reads a chunk.
     *
     * @param type tEXt, zTXt or iTXt
     * @param chunk what is in it: the keyword, a zero, and the text, which the last two may have compressed
     * @param tags what is found goes there
     */
    static void read(String type, byte[] chunk, PictureTags tags) {
        int end = zero(chunk, 0);
        String keyword = new String(chunk, 0, end, StandardCharsets.ISO_8859_1);
        boolean profile = keyword.startsWith(PROFILE_KEYWORD);
        if (!profile && !keyword.equals(XMP_KEYWORD)) {
            return;
        }
        Optional<byte[]> text = text(type, chunk, end + 1);
        if (profile) {
            String name = keyword.substring(PROFILE_KEYWORD.length()).toLowerCase(Locale.ROOT);
            text.flatMap(PngText::decoded).ifPresent(block -> add(name, block, tags));
        } else {
            text.ifPresent(tags::addXmp);
        }
    }

    private static void add(String profile, byte[] block, PictureTags tags) {
        switch (profile) {
            case "exif" -> tags.addExif(block);
            case "xmp" -> tags.addXmp(block);
            case "app1" -> tags.addSegment(block);
            default -> {
                // colours and captions, which turn nothing
            }
        }
    }

    private static Optional<byte[]> text(String type, byte[] chunk, int from) {
        int begin = Math.min(from, chunk.length);
        return switch (type) {
            case "tEXt" -> Optional.of(Arrays.copyOfRange(chunk, begin, chunk.length));
            case "zTXt" -> PngStructure.inflate(chunk, begin + 1, chunk.length); // past the method
            default -> {
                boolean compressed = begin < chunk.length && chunk[begin] != 0;
                int language = zero(chunk, begin + 2); // past flag and method
                int start = Math.min(zero(chunk, language + 1) + 1, chunk.length);
                yield compressed
                        ? PngStructure.inflate(chunk, start, chunk.length)
                        : Optional.of(Arrays.copyOfRange(chunk, start, chunk.length));
            }
        };
    }

    /** A raw profile is its name, its length, and its bytes in hexadecimal digits, on lines of their own. */
    private static Optional<byte[]> decoded(byte[] text) {
        String[] parts = new String(text, StandardCharsets.ISO_8859_1).strip().split("\\s+", 3);
        try {
            return Optional.of(HexFormat.of().parseHex(parts[parts.length - 1].replaceAll("\\s", "")));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // a broken profile does not make the picture unreadable
        }
    }

    private static int zero(byte[] chunk, int from) {
        int at = from;
        while (at < chunk.length && chunk[at] != 0) {
            at++;
        }
        return at;
    }
}
