package loralei.lora;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import loralei.safetensors.SafetensorsWriter;
import loralei.safetensors.Sha256;
import loralei.safetensors.TensorData;
import loralei.safetensors.TensorInfo;

/**
 * The hashes by which A1111 and its relatives recognise a LoRA, as kohya's sd-scripts compute them
 * ({@code precalculate_safetensors_hashes}): over a serialisation whose only metadata are the {@code ss_} entries.
 *
 * @param model SHA-256 of everything after the header, 64 hexadecimal digits
 * @param legacy the first 8 hexadecimal digits of the SHA-256 of 64 KiB from offset 1 MiB of the whole
 *     file; of no bytes at all for a smaller file
 */
public record LoraHashes(String model, String legacy) {
    static final String MODEL = "sshs_model_hash";
    static final String LEGACY = "sshs_legacy_hash";

    /** Of the same length as any others. */
    static final LoraHashes NONE = new LoraHashes("0".repeat(64), "0".repeat(8));

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
        Running running = null;
        for (ByteBuffer part : SafetensorsWriter.serialize(tensors, ofTraining(metadata))) {
            if (running == null) {
                running = new Running(part);
            } else {
                running.update(part);
            }
        }
        return running.hashes();
    }

    private static Map<String, String> ofTraining(Map<String, String> metadata) {
        Map<String, String> training = new LinkedHashMap<>();
        metadata.forEach((key, value) -> {
            if (key.startsWith("ss_")) {
                training.put(key, value);
            }
        });
        return training;
    }

    /** The hashes of a file in the making. */
    static final class Running {
        private final Sha256 model = new Sha256();
        private final Sha256 legacy = new Sha256();
        private long offset;

        /** That of a file with these tensors, in its order. */
        Running(List<TensorInfo> tensors, Map<String, String> metadata) throws IOException {
            this(SafetensorsWriter.header(tensors, ofTraining(metadata)));
        }

        private Running(ByteBuffer header) {
            updateLegacy(header);
        }

        /** Takes in what follows the header. */
        void update(ByteBuffer bytes) {
            updateLegacy(bytes);
            model.update(bytes);
        }

        private void updateLegacy(ByteBuffer part) {
            int size = part.remaining();
            long from = Math.max(LEGACY_BEGIN - offset, 0);
            long to = Math.min(LEGACY_BEGIN + LEGACY_LENGTH - offset, size);
            if (from < to) {
                legacy.update(part.slice(part.position() + (int) from, (int) (to - from)));
            }
            offset += size;
        }

        /** Those of all that was taken in. */
        LoraHashes hashes() {
            return new LoraHashes(model.hex(), legacy.hex().substring(0, LEGACY_DIGITS));
        }
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
        entries.put(MODEL, model);
        entries.put(LEGACY, legacy);
        return entries;
    }
}
