package loralei.job.fetch;

import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import loralei.text.LocalizedIOException;
import loralei.text.Message;

/** Fetches files that lie compressed on a server. The checksum inside a gzip file tells whether it came whole. */
public final class GzipDownload {
    private static final int BUFFER = 1 << 18;

    private final FileFetch fetch;

    /**
     * Fetches nothing yet.
     *
     * @param fetch gets the compressed files
     */
    public GzipDownload(FileFetch fetch) {
        this.fetch = fetch;
    }

    /**
     * Fetches {@code NAME.gz} into a folder, as {@code NAME}.
     *
     * @param address of the compressed file
     * @param folder where to put it
     * @return the file, at once if it is there already
     */
    public Path fetch(URI address, Path folder) throws IOException {
        String path = address.getRawPath();
        String compressed = URLDecoder.decode(path.substring(path.lastIndexOf('/') + 1), StandardCharsets.UTF_8);
        Path target =
                folder.resolve(Path.of(compressed.replaceFirst("\\.gz$", "")).getFileName());
        if (Files.exists(target)) {
            return target;
        }
        RemoteFile file = RemoteFile.unchecked(address, target.getFileName() + ".gz");
        Path archive = folder.resolve(file.path());
        Path unpacked = folder.resolve(target.getFileName() + ".new");
        fetch.fetch(file, folder);
        try {
            unpack(archive, unpacked);
        } catch (LocalizedIOException damaged) { // from the beginning, as nobody knows where it went wrong
            fetch.fetch(file, folder);
            unpack(archive, unpacked);
        }
        Files.move(unpacked, target, StandardCopyOption.REPLACE_EXISTING);
        Files.delete(archive);
        return target;
    }

    private static void unpack(Path archive, Path target) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(archive), BUFFER);
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(target), BUFFER)) {
            in.transferTo(out);
        } catch (ZipException | EOFException e) {
            Files.delete(archive);
            throw new LocalizedIOException(Message.of("natives.damaged", archive.getFileName()), e);
        }
    }
}
