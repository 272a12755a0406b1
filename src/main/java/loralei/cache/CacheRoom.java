package loralei.cache;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import loralei.config.Bytes;
import loralei.text.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How much lies in a cache's folder, and what makes way for new things: what was not used for the longest time. */
public final class CacheRoom {
    private static final Logger LOG = LoggerFactory.getLogger(CacheRoom.class);

    /** Bytes that are left to others on the disk: results come before caches. */
    static final long LEFT_FREE = 2_000_000_000;

    /** What nobody used for so long is deleted. */
    public static final Duration KEPT = Duration.ofDays(60);

    /** A file that is being written has its name for seconds. */
    private static final Duration UNFINISHED = Duration.ofDays(1);

    private static final Duration BETWEEN_CLEANINGS = Duration.ofDays(1);

    private static final int DEPTH = 4;

    /** What tells backup programs that this is a cache: https://bford.info/cachedir/. */
    private static final String TAG = "CACHEDIR.TAG";

    private static final String TAG_CONTENT = """
            Signature: 8a477f597d28d172789f06886806bc55
            # What Loralei can work out again. All of it may be deleted at any time.
            """;

    private static final String CLEANED = "cleaned";

    private record Old(Path file, long bytes, FileTime used) {}

    private final Path folder;
    private final long limit;
    private final long leftFree;
    private final Instant opened;

    /** What may be deleted, the oldest first; null-free, and empty as long as nobody looked. */
    private Optional<Deque<Old>> old = Optional.empty();

    private long bytes;

    /**
     * The room of a folder.
     *
     * @param limit how many bytes it may have
     * @param leftFree how many bytes have to stay free on the disk
     * @param opened what was used from then on is not deleted
     */
    CacheRoom(Path folder, long limit, long leftFree, Instant opened) {
        this.folder = folder;
        this.limit = limit;
        this.leftFree = leftFree;
        this.opened = opened;
    }

    /** How many bytes of files lie in a cache's folder; 0 where there is none. */
    public static long used(Path folder) throws IOException {
        CacheRoom room = new CacheRoom(folder, Long.MAX_VALUE, 0, Instant.EPOCH);
        room.look(false);
        return room.bytes;
    }

    /**
     * Makes room, at the expense of what was not used for the longest time.
     *
     * @return why there is none, the end of a sentence; empty where there is
     */
    Optional<Message> make(long size) throws IOException {
        if (old.isEmpty()) {
            begin();
        }
        Deque<Old> left = old.orElseThrow();
        while (bytes + size > limit || free() < leftFree + size) {
            Old oldest = left.poll();
            if (oldest == null) {
                return Optional.of(
                        bytes + size > limit
                                ? Message.of("cache.limit", Bytes.stored(limit))
                                : Message.of("cache.diskFull", Bytes.stored(leftFree)));
            }
            delete(oldest);
        }
        return Optional.empty();
    }

    /** Something of so many bytes was added. */
    void taken(long size) {
        bytes += size;
    }

    /** Deletes what was not used for long, if that was not done today; a failure is nobody's loss. */
    void clean() {
        Path mark = folder.resolve(CLEANED);
        try {
            if (!Files.isDirectory(folder)
                    || (Files.exists(mark)
                            && Files.getLastModifiedTime(mark)
                                    .toInstant()
                                    .isAfter(Instant.now().minus(BETWEEN_CLEANINGS)))) {
                return;
            }
            look(true);
            Files.writeString(mark, "");
        } catch (IOException e) {
            LOG.debug("{} cannot be cleaned: {}", folder, e.toString());
        }
    }

    private void begin() throws IOException {
        Files.createDirectories(folder);
        Path tag = folder.resolve(TAG);
        if (!Files.exists(tag)) {
            Files.writeString(tag, TAG_CONTENT);
        }
        look(true);
    }

    /** Counts all files and finds those that may go; what is too old goes at once, if asked to. */
    private void look(boolean deleting) throws IOException {
        List<Old> found = new ArrayList<>();
        bytes = 0;
        if (!Files.isDirectory(folder)) {
            old = Optional.of(new ArrayDeque<>());
            return;
        }
        Instant now = Instant.now();
        Files.walkFileTree(folder, Set.of(), DEPTH, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                bytes += attributes.size();
                Old one = new Old(file, attributes.size(), attributes.lastModifiedTime());
                String name = file.getFileName().toString();
                Duration kept = name.endsWith(".tmp") ? UNFINISHED : KEPT;
                if (deleting && one.used().toInstant().isBefore(now.minus(kept)) && !name.equals(TAG)) {
                    delete(one);
                } else if (one.used().toInstant().isBefore(opened) && !name.equals(TAG) && !name.equals(CLEANED)) {
                    found.add(one);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return FileVisitResult.CONTINUE; // another run cleans, too
            }
        });
        found.sort(Comparator.comparing(Old::used));
        old = Optional.of(new ArrayDeque<>(found));
    }

    private void delete(Old one) {
        try {
            Files.deleteIfExists(one.file());
            bytes -= one.bytes();
        } catch (IOException e) {
            LOG.debug("{} cannot be deleted: {}", one.file(), e.toString());
        }
    }

    /** Asked of the folder itself: Files.getFileStore reads the list of all mounted disks each time. */
    private long free() {
        return folder.toFile().getUsableSpace();
    }
}
