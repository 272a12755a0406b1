package loralei.gui.tryit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the pictures of a folder; what is known of a file is not read again. In the background, one thread at a time. */
final class GalleryScan {
    private static final Logger LOG = LoggerFactory.getLogger(GalleryScan.class);

    /** The newest of them; what is older is there for the file manager. */
    static final int MOST = 2000;

    /** A file, and what the disk says of it. */
    private record Found(Path file, BasicFileAttributes facts) {}

    private Map<Path, DrawnPicture> known = new HashMap<>();

    /** The pictures of a folder, the newest first; none where there is no folder. */
    List<DrawnPicture> of(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            known = new HashMap<>();
            return List.of();
        }
        List<Found> files = new ArrayList<>();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.filter(GalleryScan::isPicture).toList()) {
                try {
                    BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
                    if (facts.isRegularFile()) {
                        files.add(new Found(file, facts));
                    }
                } catch (IOException goneMeanwhile) {
                    LOG.debug("{} is gone", file, goneMeanwhile);
                }
            }
        }
        files.sort(Comparator.comparingLong(
                        (Found one) -> one.facts().lastModifiedTime().toMillis())
                .thenComparing(one -> one.file().toString())
                .reversed());
        Map<Path, DrawnPicture> now = new HashMap<>();
        List<DrawnPicture> pictures = new ArrayList<>();
        for (Found one : files.subList(0, Math.min(MOST, files.size()))) {
            DrawnPicture picture = known.get(one.file());
            if (picture == null || !picture.isStill(one.facts())) {
                try {
                    picture = DrawnPicture.of(one.file());
                } catch (IOException unreadable) {
                    continue;
                }
            }
            now.put(one.file(), picture);
            pictures.add(picture);
        }
        known = now;
        return List.copyOf(pictures);
    }

    private static boolean isPicture(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".png") && !name.startsWith(".");
    }
}
