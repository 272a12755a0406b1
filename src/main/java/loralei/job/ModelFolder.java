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
import loralei.job.fetch.ContentCheck;
import loralei.job.fetch.RemoteFile;
import loralei.text.Message;

/** The folder of a base model, or its one file: what is in it, and how another takes its place as a whole. */
final class ModelFolder {
    private static final int READ_AT_ONCE = 1 << 20;

    private final Path folder;
    private final boolean oneFile;

    /**
     * Knows a place where nothing may be; of a link, where it leads to.
     *
     * @param oneFile whether the model is one file
     */
    ModelFolder(Path folder, boolean oneFile) throws IOException {
        this.oneFile = oneFile;
        this.folder = Files.exists(folder)
                ? folder.toRealPath()
                : folder.toAbsolutePath().normalize();
        if (this.folder.getFileName() == null) {
            throw UserError.request(
                    Message.of("download.driveRoot", folder),
                    Message.of("download.chooseInside", this.folder.resolve("base-model")));
        }
    }

    /** Where it is, without links. */
    Path place() {
        return folder;
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
     * The first file that is not as published, by its size or its hash; empty if all are.
     *
     * @param stop whether to end the reading; the answer is then of no use
     */
    Optional<String> firstOther(List<RemoteFile> files, BooleanSupplier stop) throws IOException {
        for (RemoteFile file : files) {
            Path path = at(file);
            if (!Files.isRegularFile(path) || Files.size(path) != file.size()) {
                return Optional.of(file.path());
            }
        }
        for (RemoteFile file : files) {
            if (!isRight(file, stop)) {
                return Optional.of(file.path());
            }
        }
        return Optional.empty();
    }

    private Path at(RemoteFile file) {
        return oneFile ? folder : folder.resolve(file.path());
    }

    private boolean isRight(RemoteFile file, BooleanSupplier stop) throws IOException {
        ContentCheck check = ContentCheck.of(file);
        ByteBuffer buffer = ByteBuffer.allocate(READ_AT_ONCE);
        try (FileChannel channel = FileChannel.open(at(file))) {
            while (!stop.getAsBoolean() && channel.read(buffer.clear()) >= 0) {
                check.update(buffer.flip());
            }
        }
        return check.isRight();
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
    void take(List<RemoteFile> files) throws IOException {
        Path taken = oneFile ? collecting().resolve(files.get(0).path()) : collecting();
        Optional<Path> old = Optional.empty();
        if (isTaken()) {
            old = Optional.of(beside(".old-" + UUID.randomUUID()));
            Files.move(folder, old.get(), StandardCopyOption.ATOMIC_MOVE);
        } else {
            Files.deleteIfExists(folder);
        }
        try {
            Files.move(taken, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (old.isPresent()) {
                Files.move(old.get(), folder, StandardCopyOption.ATOMIC_MOVE);
            }
            throw e;
        }
        if (old.isPresent()) {
            delete(old.get());
        }
        forget();
    }

    /** Deletes what was collected. */
    void forget() throws IOException {
        if (Files.exists(collecting())) {
            delete(collecting());
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
