package loralei.gui.entry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Stream;
import loralei.gui.form.LatestQuery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** LoRAs to choose from: those that were used of late, and those that trainings left. On the event thread. */
public final class KnownLoras implements Supplier<List<Path>> {
    private static final Logger LOG = LoggerFactory.getLogger(KnownLoras.class);

    /** More than a menu can show. */
    private static final int MOST = 30;

    private static final int DEPTH = 2; // output and output/demo, say

    private final Supplier<List<Path>> recent;
    private final Supplier<List<Path>> folders;
    private final LatestQuery<List<Path>> search;
    private List<Path> found = List.of();

    /**
     * Knows of those of late.
     *
     * @param recent those that were used
     * @param folders where trainings leave theirs
     * @param background looks into the folders
     */
    public KnownLoras(Supplier<List<Path>> recent, Supplier<List<Path>> folders, Executor background) {
        this.recent = recent;
        this.folders = folders;
        this.search = new LatestQuery<>(background, files -> found = files);
    }

    /** Looks into the folders again. */
    public void refresh() {
        List<Path> places = folders.get();
        search.ask(() -> in(places));
    }

    @Override
    public List<Path> get() {
        Set<Path> all = new LinkedHashSet<>(recent.get());
        all.addAll(found);
        return all.stream().limit(MOST).toList();
    }

    /** The newest first. */
    static List<Path> in(List<Path> folders) {
        record Dated(Path file, FileTime changed) {}
        List<Dated> all = new ArrayList<>();
        for (Path folder : new LinkedHashSet<>(folders)) {
            if (!Files.isDirectory(folder)) {
                continue;
            }
            try (Stream<Path> files = Files.walk(folder, DEPTH)) {
                for (Path file : files.filter(KnownLoras::mayBeLora).toList()) {
                    all.add(new Dated(file, Files.getLastModifiedTime(file)));
                }
            } catch (IOException | UncheckedIOException unreadable) {
                LOG.debug("{} cannot be looked into", folder, unreadable); // and has nothing to offer
            }
        }
        return all.stream()
                .sorted(Comparator.comparing(Dated::changed).reversed())
                .map(Dated::file)
                .limit(MOST)
                .toList();
    }

    private static boolean mayBeLora(Path file) {
        Path folder = file.getParent();
        boolean ofState = folder != null && folder.toString().endsWith(".state");
        return !ofState
                && file.toString().toLowerCase(Locale.ROOT).endsWith(".safetensors")
                && Files.isRegularFile(file);
    }
}
