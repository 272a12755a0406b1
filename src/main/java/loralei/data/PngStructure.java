package loralei.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.InflaterInputStream;
import loralei.text.Message;

/** The chunks of a PNG file (ISO/IEC 15948), read to its end chunk, with the checksums of those that hold pixels. */
final class PngStructure {
    private static final int FIRST_CHUNK = 8;

    /** Length, type and checksum. */
    private static final int CHUNK_OVERHEAD = 12;

    /** Real profiles and tags have up to about 4 MB; more is a decompression bomb. */
    private static final int MAX_UNPACKED_BYTES = 16 << 20;

    private PngStructure() {}

    /**
     * Reads the chunks.
     *
     * @param content the whole file
     * @throws BrokenContentException if the file ends too early or a checksum is wrong
     */
    static PictureStructure read(byte[] content) throws BrokenContentException {
        ByteBuffer buffer = ByteBuffer.wrap(content);
        Optional<byte[]> profile = Optional.empty();
        PictureTags tags = new PictureTags();
        boolean pixels = false;
        int at = FIRST_CHUNK;
        while (true) {
            if (content.length - at < CHUNK_OVERHEAD) {
                throw BrokenContentException.cutOff();
            }
            int length = buffer.getInt(at);
            if (length < 0 || length > content.length - at - CHUNK_OVERHEAD) {
                throw BrokenContentException.cutOff();
            }
            String type = new String(content, at + 4, 4, StandardCharsets.ISO_8859_1);
            switch (type) {
                case "IHDR", "PLTE", "IDAT" -> checkSum(buffer, at, length, type);
                case "iCCP" -> profile = profile(chunk(content, at, length));
                case "eXIf" -> tags.addExif(chunk(content, at, length));
                case "tEXt", "zTXt", "iTXt" -> PngText.read(type, chunk(content, at, length), tags);
                default -> {
                    // other chunks say nothing about the pixels
                }
            }
            pixels |= type.equals("IDAT");
            if (type.equals("IEND")) {
                break;
            }
            at += CHUNK_OVERHEAD + length;
        }
        if (!pixels) {
            throw BrokenContentException.damaged(Message.of("pictures.emptyPng"));
        }
        // Java's PNG reader looks at no profile
        return new PictureStructure(content, content, profile, tags, Optional.empty());
    }

    private static byte[] chunk(byte[] content, int at, int length) {
        return Arrays.copyOfRange(content, at + 8, at + 8 + length);
    }

    private static void checkSum(ByteBuffer buffer, int at, int length, String type) throws BrokenContentException {
        CRC32 crc = new CRC32();
        crc.update(buffer.slice(at + 4, length + 4));
        if ((int) crc.getValue() != buffer.getInt(at + 8 + length)) {
            throw BrokenContentException.damaged(Message.of("pictures.checksum", type));
        }
    }

    /** An iCCP chunk is a name, a zero, a zero for "deflate", and the deflated profile. */
    private static Optional<byte[]> profile(byte[] chunk) {
        int name = 0;
        while (name < chunk.length && chunk[name] != 0) {
            name++;
        }
        return inflate(chunk, name + 2, chunk.length);
    }

    /** Unpacks what is deflated from {@code begin} (inclusive) to {@code end} (exclusive); empty if it is broken. */
    static Optional<byte[]> inflate(byte[] chunk, int begin, int end) {
        int length = Math.max(0, end - begin);
        try (InflaterInputStream in =
                new InflaterInputStream(new ByteArrayInputStream(chunk, Math.min(begin, end), length))) {
            return Optional.of(in.readNBytes(MAX_UNPACKED_BYTES));
        } catch (IOException e) {
            return Optional.empty(); // what is broken there does not make the picture unreadable
        }
    }
}
