package loralei.job;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import loralei.config.Family;
import loralei.config.UserError;
import loralei.model.HuggingFaceCache;
import loralei.model.ModelGlance;

/** The base models that lie in {@code models}, and in the folders of other programs. Reads headers only. */
public final class ModelList {
    private static final int DEEPEST = 5;

    /** More than anybody has, and the end of a search that was begun at the root of a disk. */
    private static final int MOST = 2000;

    private static final int MOST_VISITED = 100_000;
    private static final String CACHED = "models--";

    private final Path folder;
    private final Map<Path, ListedModel> found;
    private int visited;

    private ModelList(Path folder, Map<Path, ListedModel> found) {
        this.folder = folder;
        this.found = found;
    }

    /** The folder that downloads go to. */
    public static Path ownFolder() {
        return Family.DEFAULT.baseModel().resolveSibling("").normalize();
    }

    /**
     * Finds them.
     *
     * @param folders besides {@code models}: of ComfyUI, of A1111 or Forge, Hugging Face's cache, or any other
     * @return those of each family by name, then those that cannot be trained
     */
    public static List<ListedModel> find(List<Path> folders) {
        Map<Path, ListedModel> found = new LinkedHashMap<>();
        Set<Path> all = new LinkedHashSet<>(List.of(ownFolder()));
        folders.forEach(folder -> all.addAll(ModelFolders.in(folder)));
        all.stream().filter(Files::isDirectory).forEach(folder -> new ModelList(folder, found).look());
        return found.values().stream()
                .sorted(Comparator.<ListedModel>comparingInt(
                                model -> model.family().map(Family::ordinal).orElse(Family.values().length))
                        .thenComparing(ListedModel::name, String.CASE_INSENSITIVE_ORDER)
                        .thenComparing(ListedModel::path))
                .toList();
    }

    private void look() {
        try {
            Files.walkFileTree(
                    folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), DEEPEST, new SimpleFileVisitor<Path>() {
                        @Override
                        public FileVisitResult preVisitDirectory(Path at, BasicFileAttributes attributes) {
                            return at.equals(folder) || !isHidden(at) ? enter(at) : FileVisitResult.SKIP_SUBTREE;
                        }

                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                            visited++;
                            if (attributes.isRegularFile() && !isHidden(file)) {
                                add(file, file);
                            }
                            return next();
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
                            return FileVisitResult.CONTINUE; // also a link that leads in a circle
                        }
                    });
        } catch (IOException unreadable) {
            return; // what was found until then is found
        }
    }

    private FileVisitResult next() {
        return visited > MOST_VISITED || found.size() >= MOST ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
    }

    private static boolean isHidden(Path path) {
        String name = String.valueOf(path.getFileName());
        return name.startsWith(".") || name.endsWith(".download");
    }

    private FileVisitResult enter(Path at) {
        if (ModelGlance.isModelFolder(at)) {
            add(at, at);
            return FileVisitResult.SKIP_SUBTREE;
        }
        if (String.valueOf(at.getFileName()).startsWith(CACHED)) {
            cached(at);
            return FileVisitResult.SKIP_SUBTREE;
        }
        return next();
    }

    /** A repository of Hugging Face's cache: the newest of what is there. */
    private void cached(Path repository) {
        try {
            Path snapshot = HuggingFaceCache.snapshot(repository);
            if (ModelGlance.isModelFolder(snapshot)) {
                add(snapshot, repository);
                return;
            }
            try (Stream<Path> files = Files.list(snapshot)) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    add(file, file);
                }
            }
        } catch (IOException | UserError incomplete) {
            return; // nothing that could be chosen
        }
    }

    private void add(Path place, Path entered) {
        Path real = place.toAbsolutePath().normalize();
        Optional<ModelGlance> glance = found.containsKey(real) ? Optional.empty() : ModelGlance.of(place);
        glance.ifPresent(model -> found.put(
                real,
                new ListedModel(
                        name(entered, model.oneFile()),
                        entered,
                        folder,
                        model.family(),
                        model.oneFile(),
                        model.velocity(),
                        model.bytes(),
                        model.objection())));
    }

    private static String name(Path place, boolean oneFile) {
        String name = place.getFileName().toString();
        if (name.startsWith(CACHED)) {
            return name.substring(CACHED.length()).replaceFirst("--", "/");
        }
        return oneFile ? name.replaceFirst("\\.[^.]*$", "") : name;
    }
}
