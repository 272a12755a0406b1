package loralei.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import loralei.safetensors.AtomicFile;

/** Writes texts beside pictures, where a person asked for it. What stood there before is kept. */
public final class CaptionWriter {
    private static final String KEPT = ".bak";

    private CaptionWriter() {}

    /**
     * Writes a text as a whole. A file that is there already stays as NAME.bak, or NAME.bak2 and so on where that name is
     * taken. A file that says the same is left alone.
     *
     * @param file where to
     * @param text what; where it is empty no new file is made
     * @throws IOException if it cannot be written; then the file is as it was
     */
    public static void write(Path file, String text) throws IOException {
        byte[] content = (text.isBlank() ? "" : text.strip() + "\n").getBytes(StandardCharsets.UTF_8);
        if (Files.exists(file)) {
            if (Arrays.equals(Files.readAllBytes(file), content)) {
                return;
            }
            keep(file);
        } else if (content.length == 0) {
            return;
        }
        AtomicFile.replace(file, content);
    }

    /** Copies a file to a name beside it that nobody has. */
    public static Path keep(Path file) throws IOException {
        int number = 1;
        while (true) {
            Path copy = file.resolveSibling(file.getFileName() + KEPT + (number == 1 ? "" : number));
            try {
                return Files.copy(file, copy);
            } catch (FileAlreadyExistsException e) {
                number++;
            }
        }
    }
}
