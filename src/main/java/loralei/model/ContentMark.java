package loralei.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import loralei.safetensors.Sha256;

/**
 * A short name for what is in files, found without reading them whole: their lengths and pieces of them, evenly spread.
 * Another training of a network changes nearly all of its numbers.
 */
final class ContentMark {
    private static final int PIECES = 64;
    private static final int PIECE_BYTES = 1 << 12;

    /** How much of each tensor is looked at. */
    private static final int PIECE_VALUES = 1 << 10;

    private ContentMark() {}

    /** Takes in a file. */
    static void add(Path file, Sha256 digest) throws IOException {
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

    /** Takes in a tensor of a file with others in it. */
    static void add(StoredTensor tensor, Sha256 digest) throws IOException {
        add(tensor.info().name() + tensor.info().dtype() + tensor.info().shape(), digest);
        digest.update(tensor.sample(PIECE_VALUES));
    }

    /** Takes in a text. */
    static void add(String text, Sha256 digest) {
        digest.update(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }
}
