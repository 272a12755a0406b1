package loralei.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import loralei.text.Message;

/** The chunks of a WebP file (RFC 9649, section 2). A file whose chunks reach past its end is refused. */
final class WebpStructure {
    /** "RIFF", length, "WEBP". */
    private static final int RIFF_HEADER = 12;

    /** Type and length. */
    private static final int CHUNK_HEADER = 8;

    private static final int EXTENDED_HEADER_BYTES = 10;
    private static final byte ALPHA_FLAG = 0x10;

    /** A mark, and width, height, alpha and version in 14, 14, 1 and 3 bits. */
    private static final int LOSSLESS_HEADER_BYTES = 5;

    private WebpStructure() {}

    /**
     * Reads the chunks.
     *
     * @param content the whole file
     * @throws BrokenContentException if the file ends too early
     */
    static PictureStructure read(byte[] content) throws BrokenContentException {
        ByteBuffer buffer = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        long riffEnd = CHUNK_HEADER + Integer.toUnsignedLong(buffer.getInt(4));
        if (riffEnd > content.length) {
            throw BrokenContentException.cutOff();
        }
        Optional<byte[]> profile = Optional.empty();
        Optional<byte[]> pixels = Optional.empty();
        PictureTags tags = new PictureTags();
        long at = RIFF_HEADER;
        while (at + CHUNK_HEADER <= riffEnd) {
            int begin = (int) at + CHUNK_HEADER;
            long length = Integer.toUnsignedLong(buffer.getInt((int) at + 4));
            if (begin + length > riffEnd) {
                if (pixels.isPresent()) {
                    break;
                }
                throw BrokenContentException.cutOff();
            }
            int end = begin + (int) length;
            switch (new String(content, (int) at, 4, StandardCharsets.ISO_8859_1)) {
                case "VP8 ", "VP8L" -> pixels = pixels.isPresent() ? pixels : Optional.of(content);
                case "ANMF" -> pixels = pixels.isPresent() ? pixels : Optional.of(still(content, begin, end));
                case "ICCP" -> profile = Optional.of(Arrays.copyOfRange(content, begin, end));
                case "EXIF" -> tags.addExif(Arrays.copyOfRange(content, begin, end));
                case "XMP " -> tags.addXmp(Arrays.copyOfRange(content, begin, end));
                default -> {
                    // other chunks say nothing about the pixels
                }
            }
            at = end + (length & 1); // padded to an even length
        }
        return new PictureStructure( // libwebp leaves profiles alone
                content,
                pixels.orElseThrow(() -> BrokenContentException.damaged(Message.of("pictures.emptyWebp"))),
                profile,
                tags,
                Optional.empty());
    }

    /** Whether the header of a still picture says that there is alpha. */
    static boolean hasAlpha(byte[] content) {
        int begin = RIFF_HEADER + CHUNK_HEADER;
        if (content.length < begin + LOSSLESS_HEADER_BYTES) {
            return false;
        }
        return switch (new String(content, RIFF_HEADER, 4, StandardCharsets.ISO_8859_1)) {
            case "VP8X" -> (content[begin] & ALPHA_FLAG) != 0;
            case "VP8L" -> (content[begin + LOSSLESS_HEADER_BYTES - 1] & ALPHA_FLAG) != 0;
            default -> false;
        };
    }

    /**
     * Makes a picture of one frame of an animation. A frame chunk holds x, y, width - 1, height - 1 and duration in three
     * bytes each, a byte of flags, and then the chunks of a still picture.
     */
    private static byte[] still(byte[] content, int begin, int end) throws BrokenContentException {
        int chunks = begin + 16;
        if (end < chunks + CHUNK_HEADER) {
            throw BrokenContentException.cutOff();
        }
        int header = RIFF_HEADER + CHUNK_HEADER + EXTENDED_HEADER_BYTES;
        ByteBuffer still = ByteBuffer.allocate(header + end - chunks).order(ByteOrder.LITTLE_ENDIAN);
        still.put(ascii("RIFF")).putInt(still.capacity() - CHUNK_HEADER).put(ascii("WEBP"));
        still.put(ascii("VP8X")).putInt(EXTENDED_HEADER_BYTES);
        still.put(ALPHA_FLAG).put(new byte[3]); // says that there may be alpha, not that there is
        still.put(content, begin + 6, 6); // width and height, as they are
        still.put(content, chunks, end - chunks);
        return still.array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
