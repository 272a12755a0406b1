package loralei.job.fetch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import loralei.config.FileFailure;
import loralei.config.UserError;
import loralei.text.Message;

/**
 * A file on its way: {@code NAME.part}, with the server's mark of its version in {@code NAME.part.etag}. Its hash is
 * computed along the way; what an earlier download left is read again for that.
 */
final class PartFile implements AutoCloseable {
    private static final int READ_AT_ONCE = 1 << 20;

    private final Path whole;
    private final Path part;
    private final Path mark;
    private final FileChannel channel;
    private final Supplier<ContentCheck> unread;
    private ContentCheck check;
    private long length;

    /** What is done with a file on disk. */
    private interface Action {
        void run() throws IOException;
    }

    private PartFile(Path whole, Path part, FileChannel channel, Supplier<ContentCheck> unread) {
        this.whole = whole;
        this.part = part;
        this.mark = sibling(part, ".etag");
        this.channel = channel;
        this.unread = unread;
        this.check = unread.get();
    }

    /**
     * Opens or makes it, and reads what is there.
     *
     * @param whole the file that it is to become
     * @param unread begins to tell whether content is what is published
     * @param stop whether to stop reading
     */
    static PartFile open(Path whole, Supplier<ContentCheck> unread, BooleanSupplier stop) {
        Path part = sibling(whole, ".part");
        try {
            Files.createDirectories(whole.getParent());
            if (Files.isRegularFile(whole)) { // complete when an earlier download was interrupted: checked once more
                Files.move(whole, part, StandardCopyOption.REPLACE_EXISTING);
            }
            PartFile file = new PartFile(
                    whole,
                    part,
                    FileChannel.open(
                            part, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    unread);
            try {
                file.readAgain(stop);
                return file;
            } catch (Throwable failure) {
                file.close();
                throw failure;
            }
        } catch (IOException e) {
            throw unwritable(part, e);
        }
    }

    /** How much of a file there is: all, a part or nothing. */
    static long present(Path whole) {
        try {
            return Files.size(Files.exists(whole) ? whole : sibling(whole, ".part"));
        } catch (IOException none) {
            return 0;
        }
    }

    private void readAgain(BooleanSupplier stop) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(READ_AT_ONCE);
        while (channel.read(buffer.clear()) >= 0) {
            length += buffer.position();
            check.update(buffer.flip());
            if (stop.getAsBoolean()) {
                throw new StoppedException();
            }
        }
    }

    long length() {
        return length;
    }

    /** The server's mark of the version that this is a part of. */
    Optional<String> etag() {
        try {
            return Files.exists(mark) ? Optional.of(Files.readString(mark).strip()) : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** Empties it. */
    void startOver(Optional<String> etag) {
        onDisk(() -> {
            channel.truncate(0);
            channel.position(0);
            if (etag.isPresent()) {
                Files.writeString(mark, etag.get());
            } else {
                Files.deleteIfExists(mark);
            }
        });
        check = unread.get();
        length = 0;
    }

    void append(ByteBuffer bytes) {
        check.update(bytes.duplicate());
        onDisk(() -> {
            while (bytes.hasRemaining()) {
                length += channel.write(bytes);
            }
        });
    }

    /** Whether all that is there is the file; to be asked once, at the end. */
    boolean isRight() {
        return check.isRight();
    }

    /** Makes it the whole file. */
    void putInPlace() {
        onDisk(() -> {
            channel.force(true);
            channel.close();
            Files.deleteIfExists(mark);
            Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        });
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void onDisk(Action action) {
        try {
            action.run();
        } catch (IOException e) {
            throw unwritable(part, e);
        }
    }

    private static UserError unwritable(Path file, IOException cause) {
        FileFailure failure = FileFailure.of(cause);
        return UserError.run(
                        Message.of("download.unwritable", file, failure.reason()),
                        Message.joined(" ", List.of(failure.remedy(), Message.of("download.startAgain"))))
                .causedBy(cause);
    }

    private static Path sibling(Path file, String ending) {
        return file.resolveSibling(file.getFileName() + ending);
    }
}
