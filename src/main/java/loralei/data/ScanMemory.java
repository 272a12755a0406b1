package loralei.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import loralei.cache.Notes;
import loralei.config.JsonText;

/**
 * Scans folders, and remembers in the cache what it found: a file that has the size and the times that it had is not read
 * again. As git does, it does not trust a file that was changed right before it was looked at: another change might not have
 * moved its time.
 *
 * @param cache the cache's folder
 * @param clock tells when a file is looked at
 * @param looking how to look at a file that is not known
 */
public record ScanMemory(Path cache, Clock clock, PictureScanner.Looking looking) implements ExampleSource.Folders {
    /** File systems round the time of a change down, FAT to two seconds. */
    private static final long COARSEST_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final ObjectReader READER = JsonText.OWN.readerFor(Seen[].class);

    /** The memory in a cache's folder. */
    public ScanMemory(Path cache) {
        this(cache, Clock.systemUTC(), PictureScanner.INSPECTING);
    }

    /**
     * A file as it was when it was looked at. Times are in nanoseconds since 1970.
     *
     * @param bytes its length
     * @param modified when its content was changed
     * @param changed when anything about it was changed, where the system tells; no program can set this time
     * @param looked when it was looked at
     */
    record Stamp(long bytes, long modified, long changed, long looked) {
        static Stamp of(Path file, Clock clock) throws IOException {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            boolean told = file.getFileSystem().supportedFileAttributeViews().contains("unix");
            long changed = told ? nanos((FileTime) Files.getAttribute(file, "unix:ctime")) : 0;
            return new Stamp(now.size(), nanos(now.lastModifiedTime()), changed, nanos(FileTime.from(clock.instant())));
        }

        private static long nanos(FileTime time) {
            return time.to(TimeUnit.NANOSECONDS);
        }

        /** Whether a file of these times is surely the one that was seen. */
        boolean isThatOf(Stamp seen) {
            return bytes == seen.bytes
                    && modified == seen.modified
                    && changed == seen.changed
                    && Math.max(modified, changed) < seen.looked - COARSEST_NANOS;
        }
    }

    /** What is known of a file; the name within its folder. */
    record Seen(
            String name,
            Stamp stamp,
            PictureFormat format,
            PictureSize size,
            Orientation orientation,
            boolean alpha,
            String sha256) {
        Picture picture(Path path) {
            return new Picture(path, format, size, orientation, alpha, stamp.bytes(), sha256);
        }
    }

    @Override
    public PictureScan scan(Path folder) throws PictureFolderException {
        Notes notes =
                new Notes(cache, "scans", folder.toAbsolutePath().normalize().toString());
        Map<String, Seen> before = read(notes);
        Map<String, Seen> now = new TreeMap<>();
        PictureScan scan = PictureScanner.scan(folder, path -> {
            String name = path.getFileName().toString();
            Optional<Stamp> stamp = stamp(path);
            Seen known = before.get(name);
            if (known != null && stamp.filter(s -> s.isThatOf(known.stamp())).isPresent()) {
                now.put(name, known);
                return known.picture(path);
            }
            Picture picture = looking.at(path);
            stamp.filter(s -> s.bytes() == picture.bytes())
                    .ifPresent(s -> now.put(
                            name,
                            new Seen(
                                    name,
                                    s,
                                    picture.format(),
                                    picture.size(),
                                    picture.orientation(),
                                    picture.alpha(),
                                    picture.sha256())));
            return picture;
        });
        if (!now.equals(before)) {
            write(notes, now);
        }
        return scan;
    }

    private Optional<Stamp> stamp(Path file) {
        try {
            return Optional.of(Stamp.of(file, clock));
        } catch (IOException e) {
            return Optional.empty(); // the inspector will say what is wrong
        }
    }

    private static Map<String, Seen> read(Notes notes) {
        Map<String, Seen> all = new HashMap<>();
        notes.read().ifPresent(text -> {
            try {
                Seen[] seen = READER.readValue(text);
                List.of(seen).forEach(one -> all.put(one.name(), one));
            } catch (JsonProcessingException e) {
                all.clear(); // of a program with the same code: this does not happen
            }
        });
        return all;
    }

    private static void write(Notes notes, Map<String, Seen> seen) {
        try {
            notes.write(JsonText.OWN.writeValueAsString(seen.values()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
