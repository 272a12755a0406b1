package loralei.lora;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loralei.safetensors.Sha256;
import loralei.safetensors.StreamedTensor;

/** The metadata of a LoRA in the making, with its hashes, which are known only when all is written. */
public final class LoraStamps {
    /** ModelSpec's hash, which OneTrainer writes: of all tensors by name. */
    private static final String MODELSPEC_HASH = "modelspec.hash_sha256";

    private final Map<String, String> metadata;
    private final Optional<LoraHashes.Running> running;
    private Optional<LoraHashes> hashes = Optional.empty();
    private final long bytes;
    private long seen;

    private LoraStamps(Map<String, String> metadata, Optional<LoraHashes.Running> running, long bytes) {
        this.metadata = metadata;
        this.running = running;
        this.bytes = bytes;
    }

    /**
     * Begins with nothing written.
     *
     * @param tensors in the order of the file
     * @param metadata strings for the header; hashes among them are made anew
     * @param kohya whether kohya's hashes are wanted even if the metadata has none
     */
    public static LoraStamps of(List<StreamedTensor> tensors, Map<String, String> metadata, boolean kohya)
            throws IOException {
        Map<String, String> all = new LinkedHashMap<>(metadata);
        boolean hashed = kohya || metadata.containsKey(LoraHashes.MODEL) || metadata.containsKey(LoraHashes.LEGACY);
        if (metadata.containsKey(MODELSPEC_HASH)) {
            String begin = metadata.get(MODELSPEC_HASH).startsWith("0x") ? "0x" : "";
            all.put(MODELSPEC_HASH, begin + byName(tensors));
        }
        return new LoraStamps(
                all,
                hashed ? Optional.of(new LoraHashes.Running(StreamedTensor.layOut(tensors), all)) : Optional.empty(),
                tensors.stream().mapToLong(StreamedTensor::bytes).sum());
    }

    private static String byName(Collection<StreamedTensor> tensors) throws IOException {
        Sha256 hash = new Sha256();
        for (StreamedTensor tensor : tensors.stream()
                .sorted(Comparator.comparing(StreamedTensor::name))
                .toList()) {
            tensor.content().writeTo(hash::update);
        }
        return hash.hex();
    }

    /** Takes in what is written after the header. */
    public void update(ByteBuffer piece) {
        seen += piece.remaining();
        running.ifPresent(hash -> hash.update(piece));
        if (seen == bytes) {
            hashes = running.map(LoraHashes.Running::hashes);
        }
    }

    /** The metadata, of the same length before and after all was written. */
    public Map<String, String> metadata() {
        Map<String, String> all = new LinkedHashMap<>(metadata);
        running.ifPresent(hash -> all.putAll(hashes.orElse(LoraHashes.NONE).metadata()));
        return all;
    }
}
