package loralei.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/**
 * The hashes by which other programs and CivitAI know a file.
 *
 * @param file the file
 * @param autoV1 8 digits, of 64 KiB from 1 MiB on: A1111's at first, for checkpoints
 * @param autoV2 10 digits, of the whole file: A1111's and Forge's, for checkpoints
 * @param autoV3 12 digits, of what follows the header: A1111's, Forge's and kohya's, for LoRAs; empty for a file that is
 *     no safetensors file
 * @param sha256 of the whole file, 64 digits
 */
public record FileHashes(Path file, String autoV1, String autoV2, String autoV3, String sha256) {
    private static final int READ_AT_ONCE = 1 << 20;
    private static final int LENGTH_BYTES = 8;
    private static final long V1_BEGIN = 0x10_0000;
    private static final long V1_END = 0x11_0000;
    private static final int V1_DIGITS = 8;
    private static final int V2_DIGITS = 10;
    private static final int V3_DIGITS = 12;

    /**
     * Reads a file once from end to end.
     *
     * @param progress told how many bytes are read, now and then
     */
    public static FileHashes of(Path file, LongConsumer progress) throws IOException {
        Sha256 whole = new Sha256();
        Sha256 piece = new Sha256();
        Sha256 data = new Sha256();
        try (FileChannel channel = FileChannel.open(file)) {
            long begin = dataBegin(channel);
            ByteBuffer buffer = ByteBuffer.allocate(READ_AT_ONCE);
            long at = 0;
            while (channel.read(buffer.clear()) >= 0) {
                buffer.flip();
                part(buffer, at, V1_BEGIN, V1_END, piece);
                part(buffer, at, begin, Long.MAX_VALUE, data);
                at += buffer.remaining();
                whole.update(buffer);
                progress.accept(at);
            }
            String all = whole.hex();
            boolean hasHeader = begin <= at;
            return new FileHashes(
                    file,
                    piece.hex().substring(0, V1_DIGITS),
                    all.substring(0, V2_DIGITS),
                    hasHeader ? data.hex().substring(0, V3_DIGITS) : "",
                    all);
        }
    }

    /** Where the tensors begin; nowhere in a file that is none with tensors. */
    private static long dataBegin(FileChannel channel) throws IOException {
        ByteBuffer length = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (length.hasRemaining()) {
            if (channel.read(length, length.position()) < 0) {
                return Long.MAX_VALUE;
            }
        }
        long header = length.flip().getLong();
        return header <= 0 || header > channel.size() - LENGTH_BYTES ? Long.MAX_VALUE : LENGTH_BYTES + header;
    }

    /** Takes in what of a buffer, which begins at a place in the file, lies between two places. */
    private static void part(ByteBuffer buffer, long at, long begin, long end, Sha256 digest) {
        long from = Math.max(0, begin - at);
        long to = Math.min(buffer.remaining(), end - at);
        if (from < to) {
            digest.update(buffer.slice(buffer.position() + (int) from, (int) (to - from)));
        }
    }
}
