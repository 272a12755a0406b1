package loralei.model;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import loralei.safetensors.AtomicFile;

/**
 * The files of a model's folder that a copy of it has: all but those that would hold the weights of a changed network as
 * they were, in formats that are not written here or in one file beside the folders, and what programs keep in hidden
 * folders.
 */
public final class FolderCopy {
    private static final Set<String> OTHER_WEIGHTS = Set.of(
            "bin", "ckpt", "pt", "pth", "msgpack", "h5", "onnx", "onnx_data", "pb", "xml", "safetensors", "gguf");

    private static final int DEEPEST = 8;

    /** Writes one file of the copy. */
    interface Writer {
        /**
         * Writes it.
         *
         * @param network that changes and whose weights it holds, or -1 for any other file
         */
        void write(Path file, int network, Path copy) throws IOException;
    }

    private final Path folder;
    private final StoredModel model;
    private final List<ModelCopy.Change> changes;
    private final List<Path> taken = new ArrayList<>();
    private final Set<String> left = new TreeSet<>();

    private FolderCopy(StoredModel model, List<ModelCopy.Change> changes) {
        this.model = model;
        this.changes = changes;
        this.folder = model.place();
    }

    /**
     * Looks through a model's folder.
     *
     * @param changes of each network of the model, in its order
     */
    public static FolderCopy of(StoredModel model, List<ModelCopy.Change> changes) throws IOException {
        FolderCopy copy = new FolderCopy(model, changes);
        Files.walkFileTree(copy.folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), DEEPEST, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                boolean hidden = !directory.equals(copy.folder)
                        && directory.getFileName().toString().startsWith(".");
                return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                copy.add(copy.folder.relativize(file));
                return FileVisitResult.CONTINUE;
            }
        });
        return copy;
    }

    private void add(Path file) {
        boolean weights = OTHER_WEIGHTS.contains(ending(file));
        boolean beside = file.getNameCount() == 1;
        boolean ofNetwork = place(file) >= 0;
        if (weights && (beside || ofNetwork && !ending(file).equals("safetensors"))) {
            left.add(file.toString());
        } else {
            taken.add(file);
        }
    }

    /** The network that changes and in whose folder a file lies, or -1. */
    private int place(Path file) {
        return file.getNameCount() != 2
                ? -1
                : IntStream.range(0, model.networks())
                        .filter(network -> file.startsWith(model.nameOf(network))
                                && changes.get(network).layers() > 0)
                        .findFirst()
                        .orElse(-1);
    }

    private static String ending(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** The files that the copy does not have. */
    public Set<String> left() {
        return left;
    }

    /** The bytes that the copy takes. */
    public long bytes() throws IOException {
        long bytes = 0;
        for (Path file : taken) {
            bytes += Files.size(folder.resolve(file));
        }
        return bytes;
    }

    /** Writes a folder under another name beside the target, which it then becomes; nothing is left of it on a failure. */
    void write(Path target, Writer writer) throws IOException {
        Path whole = target.toAbsolutePath();
        Path temporary = whole.resolveSibling("loralei-" + UUID.randomUUID() + ".tmp");
        try {
            for (Path file : taken) {
                Path to = temporary.resolve(file.toString());
                Files.createDirectories(to.getParent());
                boolean weights = ending(file).equals("safetensors");
                writer.write(folder.resolve(file), weights ? place(file) : -1, to);
            }
            Files.deleteIfExists(whole); // an empty one
            Files.move(temporary, whole, StandardCopyOption.ATOMIC_MOVE);
        } catch (Throwable failure) {
            delete(temporary, failure);
            throw failure;
        }
    }

    private static void delete(Path folder, Throwable failure) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(path);
            }
        } catch (IOException alsoFailed) {
            failure.addSuppressed(alsoFailed);
        }
    }

    /** Copies a file byte by byte. */
    static void copy(Path file, Path to) throws IOException {
        try (FileChannel from = FileChannel.open(file, StandardOpenOption.READ)) {
            AtomicFile.replace(to, channel -> {
                long size = from.size();
                for (long at = 0; at < size; ) {
                    at += from.transferTo(at, size - at, channel);
                }
            });
        }
    }
}
