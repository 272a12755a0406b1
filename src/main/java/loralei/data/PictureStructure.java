package loralei.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * How a picture file is built, as far as it takes to see that it is whole and to find what is stored beside its
 * pixels. Decoders differ in what they make of a file that is cut off; this does not.
 */
class PictureStructure {
    private final byte[] content;
    private final byte[] decodable;
    private final Optional<byte[]> iccProfile;
    private final PictureTags tags;
    private final Optional<Integer> inkTransform;

    PictureStructure(
            byte[] content,
            byte[] decodable,
            Optional<byte[]> iccProfile,
            PictureTags tags,
            Optional<Integer> inkTransform) {
        this.content = content;
        this.decodable = decodable;
        this.iccProfile = iccProfile;
        this.tags = tags;
        this.inkTransform = inkTransform;
    }

    /** Returns the whole file; not copied. */
    final byte[] content() {
        return content;
    }

    /** Returns the embedded ICC profile, possibly broken. */
    final Optional<byte[]> iccProfile() {
        return iccProfile;
    }

    /** Returns what else the file says of the picture; not to be changed. */
    final PictureTags tags() {
        return tags;
    }

    /** Returns Adobe's colour transform (0 none, 2 YCCK) of a JPEG of four inks; empty for all other pictures. */
    final Optional<Integer> inkTransform() {
        return inkTransform;
    }

    /**
     * Returns the file as a decoder should see it: without ICC profile where the decoder fails on a broken one, and with
     * the first picture only. Not copied if nothing has to go.
     */
    final byte[] decodable() {
        return decodable;
    }

    /**
     * Reads the structure of a picture.
     *
     * @param format what {@link PictureFormat#sniff} says of it
     * @param content the whole file
     * @throws BrokenContentException if the file is cut off or damaged
     */
    static PictureStructure read(PictureFormat format, byte[] content) throws BrokenContentException {
        return switch (format) {
            case JPEG -> JpegStructure.read(content);
            case PNG -> PngStructure.read(content);
            case WEBP -> WebpStructure.read(content);
            case GIF -> {
                GifStructure.check(content);
                yield plain(content);
            }
            case BMP -> {
                checkBmp(content);
                yield plain(content);
            }
        };
    }

    /** A file of a kind that carries neither colour profile nor orientation. */
    private static PictureStructure plain(byte[] content) {
        return new PictureStructure(content, content, Optional.empty(), new PictureTags(), Optional.empty());
    }

    /** Compares the length of an uncompressed BMP with its header (BITMAPINFOHEADER); the others show when decoded. */
    private static void checkBmp(byte[] content) throws BrokenContentException {
        ByteBuffer buffer = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        int headerSize = buffer.getInt(14);
        if (headerSize < 40) {
            return; // OS/2
        }
        if (content.length < 14 + headerSize) {
            throw BrokenContentException.cutOff();
        }
        int compression = buffer.getInt(30);
        boolean uncompressed = compression == 0 || compression == 3; // BI_RGB, BI_BITFIELDS
        long bitsPerRow = Math.abs((long) buffer.getInt(18)) * Short.toUnsignedInt(buffer.getShort(28));
        long bytesPerRow = (bitsPerRow + 31) / 32 * 4;
        long rows = Math.abs((long) buffer.getInt(22));
        long pixelsAt = Integer.toUnsignedLong(buffer.getInt(10));
        // Written as a difference: a damaged header can make the product too large for a long.
        if (uncompressed && rows != 0 && (content.length - pixelsAt) / rows < bytesPerRow) {
            throw BrokenContentException.cutOff();
        }
    }
}
