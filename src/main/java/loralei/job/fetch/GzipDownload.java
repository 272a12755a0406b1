package loralei.job.fetch;

import java.io.BufferedOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Fetches a file that lies compressed on a server, going on where an earlier attempt was cut off. Of such files nobody
 * publishes length or hash; {@link FileFetch} is for those with.
 */
public final class GzipDownload {
    private static final int TIMEOUT_MILLIS = 30_000;
    private static final int ATTEMPTS = 5;
    private static final long PAUSE_NANOS = 200_000_000;
    private static final int BUFFER = 1 << 18;
    private static final int RANGE_IGNORED = HttpURLConnection.HTTP_OK;
    private static final int RANGE_PAST_END = 416;

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

    private GzipDownload() {}

    /**
     * Reads a short file.
     *
     * @param address of the file
     */
    public static byte[] read(URI address) throws IOException {
        try (InputStream stream = open(address, 0).getInputStream()) {
            return stream.readAllBytes();
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
    public static Path fetch(URI address, Path folder, Listener listener) throws IOException {
        String path = address.getRawPath();
        String compressed = URLDecoder.decode(path.substring(path.lastIndexOf('/') + 1), StandardCharsets.UTF_8);
        Path target =
                folder.resolve(Path.of(compressed.replaceFirst("\\.gz$", "")).getFileName());
        if (Files.exists(target)) {
            return target;
        }
        Path archive = folder.resolve(target.getFileName() + ".gz");
        Path unpacked = folder.resolve(target.getFileName() + ".new");
        for (int attempt = 1; ; attempt++) {
            try {
                download(address, archive, listener);
                unpack(archive, unpacked);
                Files.move(unpacked, target, StandardCopyOption.REPLACE_EXISTING);
                Files.delete(archive);
                return target;
            } catch (FileNotFoundException e) {
                throw e;
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                LockSupport.parkNanos(attempt * PAUSE_NANOS); // a server in trouble gets better sooner when left alone
            }
        }
    }

    private static void download(URI address, Path archive, Listener listener) throws IOException {
        long there = Files.exists(archive) ? Files.size(archive) : 0;
        HttpURLConnection connection = open(address, there);
        int status = connection.getResponseCode();
        if (there > 0 && status == RANGE_PAST_END) {
            return; // it is whole already, or unpacking it will tell that it is not
        }
        if (status == RANGE_IGNORED) {
            there = 0;
        }
        long length = connection.getContentLengthLong();
        long total = length < 0 ? -1 : there + length;
        String name = archive.getFileName().toString();
        try (InputStream in = connection.getInputStream();
                OutputStream out = there == 0
                        ? Files.newOutputStream(archive)
                        : Files.newOutputStream(archive, StandardOpenOption.APPEND)) {
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
                there += read;
                listener.progress(name, there, total);
            }
        }
        if (total >= 0 && there < total) {
            throw new IOException("the connection was lost after " + there + " of " + total + " bytes of " + name);
        }
    }

    private static void unpack(Path archive, Path target) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(archive), BUFFER);
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(target), BUFFER)) {
            in.transferTo(out);
        } catch (ZipException | java.io.EOFException e) {
            Files.delete(archive); // from the beginning, as nobody knows where it went wrong
            throw new IOException("what came as " + archive.getFileName() + " is damaged", e);
        }
    }

    private static HttpURLConnection open(URI address, long from) throws IOException {
        ProxySelector proxies = Proxies.isSetInJava() ? ProxySelector.getDefault() : new Proxies(System.getenv());
        Proxy proxy = proxies.select(address).get(0);
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection(proxy);
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        if (from > 0) {
            connection.setRequestProperty("Range", "bytes=" + from + "-");
        }
        int status = connection.getResponseCode();
        if (status == HttpURLConnection.HTTP_NOT_FOUND) {
            throw new FileNotFoundException(address.toString());
        }
        if (status >= 400 && status != RANGE_PAST_END) {
            throw new IOException("the server answered " + status + " for " + address);
        }
        return connection;
    }
}
