package loralei.job;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import loralei.config.Bytes;
import loralei.config.UserError;
import loralei.safetensors.Sha256;
import loralei.text.Message;

/** The folder of a base model: what is in it, and how another takes its place as a whole. */
final class ModelFolder {
    private static final int READ_AT_ONCE = 1 << 20;

    private final Path folder;

    /** Knows a folder that may not be there; of a link, where it leads to. */
    ModelFolder(Path folder) throws IOException {
        this.folder = Files.exists(folder)
                ? folder.toRealPath()
                : folder.toAbsolutePath().normalize();
        if (this.folder.getFileName() == null) {
            throw UserError.request(
                    Message.of("download.driveRoot", folder),
                    Message.of("download.chooseInside", this.folder.resolve("base-model")));
        }
    }

    /** Where the files of a download are collected: beside it, so that they can be moved in one go. */
    Path collecting() {
        return beside(".download");
    }

    /** What marks that a download goes on. */
    Path lock() {
        return beside(".download.lock");
    }

    private Path beside(String ending) {
        return folder.resolveSibling(folder.getFileName() + ending);
    }

    /** Whether there is anything. */
    boolean isTaken() {
        if (!Files.isDirectory(folder)) {
            return Files.exists(folder);
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isPresent();
        } catch (IOException e) {
            return true;
        }
    }

    /**
     * The first file that is not as published, by its size or its SHA-256; empty if all are.
     *
     * @param stop whether to end the reading; the answer is then of no use
     */
    Optional<String> firstOther(List<ReleasedModel.Entry> files, BooleanSupplier stop) throws IOException {
        for (ReleasedModel.Entry file : files) {
            Path path = folder.resolve(file.path());
            if (!Files.isRegularFile(path) || Files.size(path) != file.size()) {
                return Optional.of(file.path());
            }
        }
        for (ReleasedModel.Entry file : files) {
            if (!sha256(folder.resolve(file.path()), stop).equals(file.sha256())) {
                return Optional.of(file.path());
            }
        }
        return Optional.empty();
    }

    private static String sha256(Path file, BooleanSupplier stop) throws IOException {
        Sha256 digest = new Sha256();
        ByteBuffer buffer = ByteBuffer.allocate(READ_AT_ONCE);
        try (FileChannel channel = FileChannel.open(file)) {
            while (!stop.getAsBoolean() && channel.read(buffer.clear()) >= 0) {
                digest.update(buffer.flip());
            }
        }
        return digest.hex();
    }

    /** Fails unless there is room for so many bytes. */
    void expectRoom(long bytes) throws IOException {
        long free = FreeSpace.at(folder);
        if (free < bytes) {
            throw UserError.run(
                    Message.of("download.noRoom", folder, Bytes.stored(bytes), Bytes.stored(free)),
                    Message.of("download.makeRoom"));
        }
    }

    /** Puts the collected files in place of whatever is there. After a failure there is the one or the other, whole. */
    void take() throws IOException {
        Optional<Path> old = Optional.empty();
        if (isTaken()) {
            old = Optional.of(beside(".old-" + UUID.randomUUID()));
            Files.move(folder, old.get(), StandardCopyOption.ATOMIC_MOVE);
        } else {
            Files.deleteIfExists(folder);
        }
        try {
            Files.move(collecting(), folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (old.isPresent()) {
                Files.move(old.get(), folder, StandardCopyOption.ATOMIC_MOVE);
            }
            throw e;
        }
        if (old.isPresent()) {
            delete(old.get());
        }
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) { // does not follow links, so a linked model stays
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
