package loralei.lora;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import loralei.safetensors.Sha256;

/**
 * The hashes of a base model's file that A1111 shows and kohya's sd-scripts put into a LoRA's metadata.
 *
 * @param legacy the first 8 hexadecimal digits of the SHA-256 of 64 KiB from offset 1 MiB ({@code ss_sd_model_hash})
 * @param sha256 SHA-256 of the whole file, 64 hexadecimal digits ({@code ss_new_sd_model_hash})
 */
public record ModelHashes(String legacy, String sha256) {
    static final long LEGACY_BEGIN = 0x10_0000;
    static final int LEGACY_LENGTH = 0x1_0000;
    static final int LEGACY_DIGITS = 8;

    private static final int CHUNK_BYTES = 1 << 20;

    /**
     * Computes the hashes. Reads the whole file, some seconds a gigabyte.
     *
     * @param file a base model in one file
     * @return its hashes
     * @throws IOException if it cannot be read
     */
    public static ModelHashes of(Path file) throws IOException {
        Sha256 whole = new Sha256();
        Sha256 legacy = new Sha256();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
            while (channel.read(chunk.clear()) >= 0) {
                whole.update(chunk.flip());
            }
            ByteBuffer part = ByteBuffer.allocate(LEGACY_LENGTH);
            long at = LEGACY_BEGIN;
            for (int read = channel.read(part, at); read > 0; read = channel.read(part, at)) {
                at += read;
            }
            legacy.update(part.flip());
        }
        return new ModelHashes(legacy.hex().substring(0, LEGACY_DIGITS), whole.hex());
    }
}
