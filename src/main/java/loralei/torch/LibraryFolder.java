package loralei.torch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The libraries in a folder with a build of libtorch, on Linux. DJL loads each of them by its name, also those that
 * libtorch would load only where a computer has what they are for: cuFile's for InfiniBand, say, whose own needs no
 * ordinary computer has. One such library, and nothing is loaded at all.
 */
final class LibraryFolder {
    /** As DJL knows a library (LibUtils, 0.35.1). */
    private static final Pattern LIBRARY = Pattern.compile(".*\\.so(\\.\\d+)*");

    /** libtorch's own libraries and DJL's binding to them, which there is nothing without. */
    private static final Pattern OWN = Pattern.compile("lib(torch|c10|caffe2_|shm|fbgemm).*|.*libdjl_torch\\.so");

    /**
     * A library that nothing needs and that cannot be loaded here.
     *
     * @param file the name of its file
     * @param missing the name of a library that it needs, and that neither the folder nor the system has
     */
    record LeftOut(String file, String missing) {}

    private final Map<String, NativeLibraryFile> byFile;
    private final Map<String, String> fileByName;
    private final Predicate<String> onSystem;

    private LibraryFolder(Map<String, NativeLibraryFile> byFile, Predicate<String> onSystem) {
        this.byFile = byFile;
        this.onSystem = onSystem;
        this.fileByName = new LinkedHashMap<>();
        byFile.forEach((file, library) -> library.name().ifPresent(name -> fileByName.put(name, file)));
        byFile.keySet().forEach(file -> fileByName.put(file, file));
    }

    /**
     * Reads what the libraries of a folder need.
     *
     * @param folder with a build of libtorch
     * @param onSystem whether the system has a library, by its name
     */
    static LibraryFolder read(Path folder, Predicate<String> onSystem) throws IOException {
        Map<String, NativeLibraryFile> byFile = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                if (LIBRARY.matcher(name).matches()) {
                    byFile.put(name, NativeLibraryFile.read(file));
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return new LibraryFolder(byFile, onSystem);
    }

    /** What DJL must not load. */
    List<LeftOut> leftOut() {
        Set<String> needed = needed();
        return byFile.keySet().stream()
                .filter(file -> !needed.contains(file))
                .flatMap(file -> missing(file, new HashSet<>()).map(missing -> new LeftOut(file, missing)).stream())
                .toList();
    }

    /** libtorch's own libraries, and whatever in the folder they need. */
    private Set<String> needed() {
        Set<String> needed = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(byFile.keySet().stream()
                .filter(file -> OWN.matcher(file).matches())
                .toList());
        while (!open.isEmpty()) {
            String file = open.pop();
            if (needed.add(file)) {
                byFile.get(file).needs().stream()
                        .map(fileByName::get)
                        .filter(Objects::nonNull)
                        .forEach(open::add);
            }
        }
        return needed;
    }

    /** The first library that is missing for this one, or for one that it needs. */
    private Optional<String> missing(String file, Set<String> seen) {
        if (!seen.add(file)) {
            return Optional.empty();
        }
        for (String need : byFile.get(file).needs()) {
            String here = fileByName.get(need);
            Optional<String> missing =
                    here != null ? missing(here, seen) : Optional.of(need).filter(name -> !onSystem.test(name));
            if (missing.isPresent()) {
                return missing;
            }
        }
        return Optional.empty();
    }
}
