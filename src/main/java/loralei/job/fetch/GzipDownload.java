package loralei.job.fetch;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import loralei.text.LocalizedIOException;
import loralei.text.Message;

/**
 * Fetches files that lie compressed on a server, going on where an earlier attempt was cut off. Of such files nobody
 * publishes length or hash; {@link FileFetch} is for those with.
 */
public final class GzipDownload {
    private static final int BUFFER = 1 << 18;
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int NOT_FOUND = 404;
    private static final int RANGE_PAST_END = 416;

    private final Http http;
    private final Patience patience;

    /** Told how far it is. */
    @FunctionalInterface
    public interface Listener {
        /**
         * A part came in.
         *
         * @param name of the file
         * @param bytes what is here of it, compressed
         * @param total its length, compressed; -1 if the server does not tell
         */
        void progress(String name, long bytes, long total);
    }

    /**
     * Fetches nothing yet.
     *
     * @param http how to ask servers
     * @param patience how often
     */
    public GzipDownload(Http http, Patience patience) {
        this.http = http;
        this.patience = patience;
    }

    /**
     * Reads a short file that is not compressed.
     *
     * @param address of the file
     */
    public byte[] read(URI address) throws IOException {
        try (Http.Answer answer = ask(address, 0)) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            copy(answer, Channels.newChannel(bytes), received -> {});
            return bytes.toByteArray();
        }
    }

    /**
     * Fetches {@code NAME.gz} into a folder, as {@code NAME}. The checksum inside a gzip file tells whether it came whole.
     *
     * @param address of the compressed file
     * @param folder where to put it
     * @param listener told how far it is
     * @return the file, at once if it is there already
     */
    public Path fetch(URI address, Path folder, Listener listener) throws IOException {
        String path = address.getRawPath();
        String compressed = URLDecoder.decode(path.substring(path.lastIndexOf('/') + 1), StandardCharsets.UTF_8);
        Path target =
                folder.resolve(Path.of(compressed.replaceFirst("\\.gz$", "")).getFileName());
        if (Files.exists(target)) {
            return target;
        }
        Path archive = folder.resolve(target.getFileName() + ".gz");
        Path unpacked = folder.resolve(target.getFileName() + ".new");
        int failures = 0;
        while (true) {
            long before = length(archive);
            try {
                receive(address, archive, listener);
                unpack(archive, unpacked);
                Files.move(unpacked, target, StandardCopyOption.REPLACE_EXISTING);
                Files.delete(archive);
                return target;
            } catch (FileNotFoundException e) {
                throw e;
            } catch (IOException e) {
                failures = length(archive) > before ? 1 : failures + 1;
                if (failures >= patience.tries()) {
                    throw new LocalizedIOException(Reasons.of(e), e);
                }
                LockSupport.parkNanos(patience.pause(failures, Optional.empty()).toNanos());
            }
        }
    }

    private static long length(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    private void receive(URI address, Path archive, Listener listener) throws IOException {
        long there = length(archive);
        String name = archive.getFileName().toString();
        try (Http.Answer answer = ask(address, there)) {
            if (answer.status() == RANGE_PAST_END) {
                return; // it is whole already, or unpacking it will tell that it is not
            }
            long start = answer.status() == PARTIAL ? there : 0;
            OptionalLong length = answer.headers().firstValueAsLong("content-length");
            long total = length.isPresent() ? start + length.getAsLong() : -1;
            try (FileChannel file = FileChannel.open(archive, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                file.truncate(start).position(start);
                copy(answer, file, received -> listener.progress(name, start + received, total));
            }
            if (total >= 0 && length(archive) < total) {
                throw new LocalizedIOException(Message.of("natives.connectionLost", length(archive), total, name));
            }
        }
    }

    private static void copy(Http.Answer answer, WritableByteChannel target, LongConsumer received) throws IOException {
        long sum = 0;
        Optional<List<ByteBuffer>> piece = answer.body().next();
        while (piece.isPresent()) {
            for (ByteBuffer buffer : piece.get()) {
                while (buffer.hasRemaining()) {
                    sum += target.write(buffer);
                }
            }
            received.accept(sum);
            piece = answer.body().next();
        }
    }

    private static void unpack(Path archive, Path target) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(archive), BUFFER);
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(target), BUFFER)) {
            in.transferTo(out);
        } catch (ZipException | EOFException e) {
            Files.delete(archive); // from the beginning, as nobody knows where it went wrong
            throw new LocalizedIOException(Message.of("natives.damaged", archive.getFileName()), e);
        }
    }

    /** The answer, where it is a good one; to be closed. */
    private Http.Answer ask(URI address, long from) throws IOException {
        Http.Answer answer = http.get(address, from > 0 ? Map.of("Range", "bytes=" + from + "-") : Map.of());
        int status = answer.status();
        if (status == OK || (from > 0 && (status == PARTIAL || status == RANGE_PAST_END))) {
            return answer;
        }
        answer.close();
        if (status == NOT_FOUND) {
            throw new FileNotFoundException(address.toString());
        }
        throw new LocalizedIOException(Message.of("natives.answered", status, address));
    }
}
