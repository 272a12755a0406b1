package loralei.job;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import loralei.data.ExampleSource;
import loralei.data.PictureFolderException;
import loralei.data.PictureScan;

/** The last scan of a folder, for as long as no file in it was added, removed or changed. */
final class ScanCache {
    private record Entry(long size, FileTime modified) {}

    private record Scanned(Path folder, Map<Path, Entry> listing, PictureScan scan) {}

    private Optional<Scanned> last = Optional.empty();

    /** Scans a folder, or answers from memory; one scan at a time. */
    synchronized PictureScan scan(Path folder, ExampleSource.Folders folders) throws PictureFolderException {
        Map<Path, Entry> listing = listing(folder);
        Optional<PictureScan> known = last.filter(scanned ->
                        scanned.folder().equals(folder) && scanned.listing().equals(listing))
                .map(Scanned::scan);
        if (known.isPresent()) {
            return known.get();
        }
        PictureScan scan = folders.scan(folder);
        last = Optional.of(new Scanned(folder, listing, scan));
        return scan;
    }

    /** What lies in the folder; empty where it cannot be listed, for then the scanner says why. */
    private static Map<Path, Entry> listing(Path folder) {
        Map<Path, Entry> entries = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                BasicFileAttributes attributes = Files.exists(file)
                        ? Files.readAttributes(file, BasicFileAttributes.class)
                        : Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                entries.put(file, new Entry(attributes.size(), attributes.lastModifiedTime()));
            }
        } catch (IOException | DirectoryIteratorException e) {
            return Map.of();
        }
        return entries;
    }
}
