package loralei.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import loralei.config.FileFailure;
import loralei.text.LocalizedIOException;
import loralei.text.Message;

/** Replaces a file as a whole: after a crash or a failure there is the old file or the new one, never a part of one. */
public final class AtomicFile {
    private static final String PREFIX = "loralei-";
    private static final String SUFFIX = ".tmp";

    private AtomicFile() {}

    /** What fills the new file. */
    @FunctionalInterface
    public interface Body {
        /**
         * Writes the whole content.
         *
         * @param channel the new file, empty, open for writing
         * @throws IOException if it cannot be written
         */
        void write(FileChannel channel) throws IOException;
    }

    /** What looks the new file over before it takes the target's place. */
    @FunctionalInterface
    public interface Check {
        /**
         * Reads the written file.
         *
         * @param written the new file, complete, closed and on the disk
         * @throws IOException if it is not as it should be; it is then thrown away
         */
        void accept(Path written) throws IOException;
    }

    /**
     * Writes a file beside the target, flushes it to disk and moves it over the target. If anything fails, the target
     * is as before and the new file is gone.
     *
     * @param target the file to write; its folder must exist
     * @param body writes the content
     * @throws IOException if the content cannot be written or the target not be replaced
     */
    public static void replace(Path target, Body body) throws IOException {
        replace(target, body, written -> {});
    }

    /**
     * Writes a text in UTF-8, as {@link #replace(Path, Body)} does.
     *
     * @param target the file to write; its folder must exist
     * @param text the content
     * @throws IOException if the content cannot be written or the target not be replaced
     */
    public static void replace(Path target, String text) throws IOException {
        replace(target, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The same with bytes.
     *
     * @param target the file to write; its folder must exist
     * @param content the bytes
     * @throws IOException if the content cannot be written or the target cannot be replaced
     */
    public static void replace(Path target, byte... content) throws IOException {
        replace(target, whole(content));
    }

    /**
     * Does what {@link #replace(Path, Body)} does, with a look at the new file before the move.
     *
     * @param target the file to write; its folder must exist
     * @param body writes the content
     * @param check throws if the new file must not take the target's place
     * @throws IOException if the content cannot be written, the check fails or the target cannot be replaced
     */
    public static void replace(Path target, Body body, Check check) throws IOException {
        write(target, body, check, true, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Replaces a file without waiting until it is on the disk: after a power cut it may be empty or damaged, which the reader
     * has to notice. Many times faster where there are many small files.
     *
     * @param target the file to write; its folder must exist
     * @param content the content in parts
     * @throws IOException if the content cannot be written or the target not be replaced
     */
    public static void replaceUnforced(Path target, List<ByteBuffer> content) throws IOException {
        Body body = channel -> {
            for (ByteBuffer part : content) {
                while (part.hasRemaining()) {
                    channel.write(part);
                }
            }
        };
        write(target, body, written -> {}, false, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Body whole(byte... content) {
        return channel -> {
            ByteBuffer left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) {
                channel.write(left);
            }
        };
    }

    /**
     * Does what {@link #replace(Path, Body)} does, but only where there is no file of this name.
     *
     * @param target the file to write; its folder must exist
     * @param content the bytes
     * @return whether it was written; false where there is one already
     * @throws IOException if the content cannot be written
     */
    public static boolean create(Path target, byte... content) throws IOException {
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try {
            write(target, whole(content), written -> {}, true);
            return true;
        } catch (LocalizedIOException failure) {
            if (failure.getCause() instanceof FileAlreadyExistsException) { // made in the meantime by somebody else
                return false;
            }
            throw failure;
        }
    }

    private static void write(Path target, Body body, Check check, boolean forced, CopyOption... move)
            throws IOException {
        Path absolute = target.toAbsolutePath();
        if (Files.isDirectory(absolute)) {
            throw new LocalizedIOException(Message.of("tensors.unwritable", target, Message.of("tensors.isFolder")));
        }
        // Not Files.createTempFile: that makes a file which nobody but its owner may read. Without the target's name in
        // it: that may be as long as a name can be.
        Path temporary = absolute.resolveSibling(PREFIX + UUID.randomUUID() + SUFFIX);
        try {
            try (FileChannel channel =
                    FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                body.write(channel);
                if (forced) {
                    channel.force(true);
                }
            }
            check.accept(temporary);
            Files.move(temporary, absolute, move);
        } catch (IOException failure) {
            deleteQuietly(temporary, failure);
            throw new LocalizedIOException(
                    Message.of(
                            "tensors.unwritable",
                            target,
                            FileFailure.of(failure).whole()),
                    failure);
        } catch (Throwable failure) {
            deleteQuietly(temporary, failure);
            throw failure;
        }
        if (forced) {
            forceFolder(absolute.getParent());
        }
    }

    /** Deletes the new files that a killed process left in a folder in which nobody else writes now. */
    public static void forgetHalves(Path folder) throws IOException {
        try (DirectoryStream<Path> halves = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
            for (Path half : halves) {
                Files.deleteIfExists(half);
            }
        }
    }

    private static void deleteQuietly(Path file, Throwable failure) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException alsoFailed) {
            failure.addSuppressed(alsoFailed);
        }
    }

    /** Makes the move itself last through a power cut; Windows has no such call for a folder, and needs none. */
    private static void forceFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException notOffered) {
            return;
        }
    }
}
