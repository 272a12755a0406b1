package loralei.config;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Tells from names alone whether pictures bring their own texts, so that no prompt has to be asked for. */
final class OwnTexts {
    /** Captions of one picture or of all, and folders whose names hold the prompt: {@code 10_fsk49 cat}. */
    private static final Pattern TEXT = Pattern.compile(
            ".+\\.(?:txt|caption)|metadata\\.(?:jsonl|csv)|\\d+_.+|img|train", Pattern.CASE_INSENSITIVE);

    private OwnTexts() {}

    /** Whether there may be texts; whether each picture has one is found when the pictures are looked at. */
    static boolean areIn(Path pictures) {
        if (Checks.pictures().objectionTo(pictures).isEmpty() && Files.isRegularFile(pictures)) {
            return true;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(pictures, OwnTexts::isText)) {
            return entries.iterator().hasNext();
        } catch (IOException | DirectoryIteratorException e) {
            return false;
        }
    }

    private static boolean isText(Path entry) {
        return TEXT.matcher(entry.getFileName().toString()).matches();
    }
}
