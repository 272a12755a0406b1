package loralei.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import loralei.config.FileFailure;
import loralei.safetensors.AtomicFile;
import loralei.safetensors.SafetensorsFile;
import loralei.safetensors.SafetensorsWriter;
import loralei.safetensors.TensorData;
import loralei.safetensors.TensorInfo;
import loralei.text.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tensors by key on disk: one small safetensors file each, in 256 folders by the first two digits of the key. A file appears
 * whole or not at all, carries its key and a checksum, and is touched when a run begins to use it. So several runs may share
 * the folder, any of them may be killed, and every file may be deleted at any time: then it is computed again.
 *
 * <p>For one thread.
 */
public final class DiskCache {
    private static final Logger LOG = LoggerFactory.getLogger(DiskCache.class);

    private static final String ENDING = ".safetensors";
    private static final String KEY = "key";
    private static final String CHECKSUM = "crc32c";

    /** What a file has beside its tensors, in bytes; more than enough. */
    private static final int HEADER_BYTES = 1000;

    /** File systems round the time of a change down, FAT to two seconds. */
    private static final int COARSEST_SECONDS = 2;

    private final Path entries;
    private final CacheRoom room;
    private Optional<Message> refusal = Optional.empty();

    /**
     * Opens a cache. Nothing is made or looked at before it is needed.
     *
     * @param folder where it is or will be
     * @param limit how many bytes it may have
     */
    public DiskCache(Path folder, long limit) {
        this(folder, limit, CacheRoom.LEFT_FREE);
    }

    DiskCache(Path folder, long limit, long leftFree) {
        this.entries = folder.resolve("entries");
        this.room = new CacheRoom(folder, limit, leftFree, Instant.now().minusSeconds(COARSEST_SECONDS));
    }

    /** Whether there is an entry, as far as can be told without reading it. It then counts as used. */
    public boolean has(String key) {
        Path file = file(key);
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (!attributes.isRegularFile() || attributes.size() == 0) {
                return false;
            }
        } catch (IOException notThere) {
            return false;
        }
        try {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        } catch (IOException e) {
            LOG.debug("{} cannot be touched: {}", file, e.toString()); // it is still good to read
        }
        return true;
    }

    /** The tensors of an entry; empty where there is none, or where it is not as it was written. */
    public Optional<Map<String, TensorData>> read(String key) {
        Path file = file(key);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (SafetensorsFile entry = SafetensorsFile.open(file)) {
            Map<String, TensorData> tensors = new LinkedHashMap<>();
            for (TensorInfo info : entry.tensors().values()) {
                tensors.put(info.name(), new TensorData(info.dtype(), info.shape(), entry.read(info.name())));
            }
            if (facts(key, tensors).equals(entry.metadata())) {
                return Optional.of(tensors);
            }
            LOG.warn("{} in the cache is damaged and is made anew", file);
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("{} in the cache cannot be read and is made anew: {}", file, e.toString());
        }
        return Optional.empty();
    }

    /**
     * Keeps tensors, if there is room for them.
     *
     * @return whether they are on the disk now; if not, {@link #refusal} tells why
     */
    public boolean write(String key, Map<String, TensorData> tensors) {
        long size = HEADER_BYTES
                + tensors.values().stream()
                        .mapToLong(data -> data.bytes().remaining())
                        .sum();
        if (refusal.isPresent()) {
            return false;
        }
        try {
            refusal = room.make(size);
            if (refusal.isEmpty()) {
                Path file = file(key);
                Files.createDirectories(file.getParent());
                List<ByteBuffer> content = SafetensorsWriter.serialize(tensors, facts(key, tensors));
                AtomicFile.replaceUnforced(file, content);
                room.taken(content.stream().mapToLong(ByteBuffer::limit).sum());
            }
        } catch (IOException e) {
            LOG.warn("The cache takes no more", e);
            refusal = Optional.of(FileFailure.of(e).reason());
        }
        return refusal.isEmpty();
    }

    /** Why nothing more is kept, the end of a sentence; empty as long as all is well. */
    public Optional<Message> refusal() {
        return refusal;
    }

    /** Deletes what was not used for long, if that was not done today. */
    public void clean() {
        room.clean();
    }

    private Path file(String key) {
        return entries.resolve(key.substring(0, 2)).resolve(key + ENDING);
    }

    /** What the file says of itself: its key, and a checksum of all that is in it. */
    private static Map<String, String> facts(String key, Map<String, TensorData> tensors) {
        CRC32C crc = new CRC32C();
        tensors.keySet().stream().sorted().forEach(name -> {
            TensorData data = tensors.get(name);
            crc.update((name + data.dtype() + data.shape()).getBytes(StandardCharsets.UTF_8));
            crc.update(data.bytes());
        });
        return Map.of(KEY, key, CHECKSUM, HexFormat.of().toHexDigits((int) crc.getValue()));
    }
}
