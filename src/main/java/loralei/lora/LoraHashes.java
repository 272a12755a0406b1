package loralei.lora;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import loralei.safetensors.SafetensorsWriter;
import loralei.safetensors.Sha256;
import loralei.safetensors.TensorData;

/**
 * The hashes by which A1111 and its relatives recognise a LoRA, as kohya's sd-scripts compute them
 * ({@code precalculate_safetensors_hashes}): over a serialisation whose only metadata are the {@code ss_} entries.
 *
 * @param model SHA-256 of everything after the header, 64 hexadecimal digits
 * @param legacy the first 8 hexadecimal digits of the SHA-256 of 64 KiB from offset 1 MiB of the whole
 *     file; of no bytes at all for a smaller file
 */
public record LoraHashes(String model, String legacy) {
    private static final long LEGACY_BEGIN = 0x10_0000;
    private static final int LEGACY_LENGTH = 0x1_0000;
    private static final int LEGACY_DIGITS = 8;

    /**
     * Computes the hashes.
     *
     * @param tensors the file's tensors
     * @param metadata the file's metadata
     * @return the hashes
     * @throws IOException if a name or a metadata string is not valid text
     */
    public static LoraHashes of(Map<String, TensorData> tensors, Map<String, String> metadata) throws IOException {
        Map<String, String> training = new LinkedHashMap<>();
        metadata.forEach((key, value) -> {
            if (key.startsWith("ss_")) {
                training.put(key, value);
            }
        });
        Sha256 model = new Sha256();
        Sha256 legacy = new Sha256();
        long offset = 0;
        for (ByteBuffer part : SafetensorsWriter.serialize(tensors, training)) {
            int size = part.remaining();
            long from = Math.max(LEGACY_BEGIN - offset, 0);
            long to = Math.min(LEGACY_BEGIN + LEGACY_LENGTH - offset, size);
            if (from < to) {
                legacy.update(part.slice((int) from, (int) (to - from)));
            }
            boolean header = offset == 0;
            if (!header) {
                model.update(part);
            }
            offset += size;
        }
        return new LoraHashes(model.hex(), legacy.hex().substring(0, LEGACY_DIGITS));
    }

    /**
     * The legacy hash of any file, which A1111 showed for checkpoints, and kohya writes as {@code ss_sd_model_hash}.
     *
     * @param file such as a base model
     * @return 8 hexadecimal digits
     */
    public static String legacy(Path file) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(LEGACY_LENGTH);
        try (FileChannel channel = FileChannel.open(file)) {
            long at = LEGACY_BEGIN;
            for (int read = channel.read(piece, at); read > 0; read = channel.read(piece, at)) {
                at += read;
            }
        }
        Sha256 legacy = new Sha256();
        legacy.update(piece.flip());
        return legacy.hex().substring(0, LEGACY_DIGITS);
    }

    /**
     * Names the hashes as kohya does.
     *
     * @return metadata entries
     */
    public Map<String, String> metadata() {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put("sshs_model_hash", model);
        entries.put("sshs_legacy_hash", legacy);
        return entries;
    }
}
