package loralei.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import loralei.safetensors.AtomicFile;
import loralei.safetensors.Sha256;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A text in the cache: written as a whole, behind a line with its checksum, and taken for missing where it is damaged or was
 * written by another version of the program.
 */
public final class Notes {
    private static final Logger LOG = LoggerFactory.getLogger(Notes.class);

    private final Path file;

    /**
     * Notes about something.
     *
     * @param cache the cache's folder; it may have to be made
     * @param kind what is noted, the name of a folder
     * @param subject what it is noted about
     */
    public Notes(Path cache, String kind, String subject) {
        String name = Sha256.of((CodeMark.ofThisProgram() + " " + subject).getBytes(StandardCharsets.UTF_8));
        this.file = cache.resolve(kind).resolve(name + ".json");
    }

    /** The text; empty where there is none that can be trusted. */
    public Optional<String> read() {
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            String[] parts = Files.readString(file).split("\n", 2);
            return parts.length == 2 && parts[0].equals(checksum(parts[1])) ? Optional.of(parts[1]) : Optional.empty();
        } catch (IOException e) {
            LOG.debug("{} cannot be read: {}", file, e.toString());
            return Optional.empty();
        }
    }

    /** Writes the text, if that is possible; nobody loses anything if it is not. */
    public void write(String text) {
        try {
            Files.createDirectories(file.getParent());
            byte[] content = (checksum(text) + "\n" + text).getBytes(StandardCharsets.UTF_8);
            AtomicFile.replaceUnforced(file, List.of(ByteBuffer.wrap(content)));
        } catch (IOException e) {
            LOG.debug("{} cannot be written: {}", file, e.toString());
        }
    }

    private static String checksum(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
