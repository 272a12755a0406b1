package loralei.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import loralei.safetensors.Sha256;

/**
 * A short name for what is in files, found without reading them whole: their lengths and pieces of them, evenly spread.
 * Another training of a network changes nearly all of its numbers.
 */
final class ContentMark {
    private static final int PIECES = 64;
    private static final int PIECE_BYTES = 1 << 12;

    private ContentMark() {}

    /** The mark of files in this order; 64 hexadecimal digits. */
    static String of(List<Path> files) throws IOException {
        Sha256 digest = new Sha256();
        for (Path file : files) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                long size = channel.size();
                digest.update(ByteBuffer.allocate(Long.BYTES).putLong(size).flip());
                long last = Math.max(0, size - PIECE_BYTES);
                for (int piece = 0; piece < PIECES; piece++) {
                    ByteBuffer bytes = ByteBuffer.allocate(PIECE_BYTES);
                    channel.read(bytes, last / (PIECES - 1) * piece);
                    digest.update(bytes.flip());
                }
            }
        }
        return digest.hex();
    }
}
