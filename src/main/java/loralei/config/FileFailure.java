package loralei.config;

import static loralei.config.Words.say;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Why a file could not be written, and what helps against just that.
 *
 * @param kind what went wrong
 * @param reason the same in words, the end of a sentence
 */
public record FileFailure(Kind kind, Words reason) {
    private static final int DEEPEST = 20;

    /**
     * What can go wrong. Java tells the first few apart by their classes; for all others there are only the words of the
     * system, which come in its language: English and German are known, of Linux and of Windows.
     */
    public enum Kind {
        /** The disk or the person's share of it is full. */
        FULL("No space left on device|not enough space|The disk is full|Disk quota exceeded|kein Speicherplatz"
                + "|nicht genug Speicherplatz|nicht genügend Speicherplatz|Datenträger ist voll|Plattenplatz"),
        /** The file system has a limit for one file: 4 GB on FAT32. */
        TOO_LARGE("File too large|file size exceeds|Datei (ist )?zu groß|Dateigröße"),
        /** The disk takes no writing at all. */
        READ_ONLY("Read-only file system|media is write protected|nur lesbar|schreibgeschützt"),
        /** The person may not write there; on Windows also: the file is open. */
        DENIED("Operation not permitted|Permission denied|Operation ist nicht erlaubt|Keine Berechtigung"),
        /** A name that the file system has no room for. */
        TOO_LONG("File name too long|filename or extension is too long|Dateiname (oder die Erweiterung )?ist zu lang"),
        /** The folder is gone, or never was there. */
        MISSING("No such file or directory|Datei oder Verzeichnis nicht gefunden|cannot find the (file|path)"),
        /** Something else is where a folder has to be, or leads to it. */
        NO_FOLDER("Not a directory|Ist kein Verzeichnis|Too many levels of symbolic links|Zu viele Ebenen"),
        /** A folder is where the file has to go. */
        FOLDER("Is a directory|Ist ein Verzeichnis"),
        /** Another program works with the file. */
        IN_USE("used by another process|resource busy|Text file busy|anderen Prozess|Ressource (ist )?belegt"),
        /** A disk that was pulled out, a network that is gone. */
        GONE("Input/output error|Eingabe-/Ausgabefehler|I/O device error|E/A-Gerätefehler|Remote I/O error"
                + "|Stale file handle|Veraltete|Transport endpoint|Host is down|No such device|No route to host"
                + "|network (path|name|location)|Network is (down|unreachable)|Netzwerk(pfad|name)"
                + "|timed out|semaphore timeout|device is not|Gerät ist nicht (bereit|angeschlossen)"),
        /** What this program has no words for. */
        OTHER("(?!)");

        private final Pattern words;

        Kind(String words) {
            this.words = Pattern.compile(words, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
        }

        /** Whether a message of the system tells of this. */
        public boolean isToldBy(String message) {
            return words.matcher(message).find();
        }
    }

    /**
     * Looks into a failure and what it came from.
     *
     * @param failure of an attempt to write a file, or to make the folder for it
     */
    public static FileFailure of(Throwable failure) {
        Throwable at = failure;
        for (int depth = 0; at != null && depth < DEEPEST; depth++, at = at.getCause()) {
            Optional<Kind> known = kindOf(at);
            if (known.isPresent()) {
                return new FileFailure(known.get(), reason(known.get(), at));
            }
        }
        return new FileFailure(Kind.OTHER, told(failure));
    }

    private static Optional<Kind> kindOf(Throwable link) {
        if (link instanceof AccessDeniedException) {
            return Optional.of(Kind.DENIED);
        }
        if (link instanceof NoSuchFileException) {
            return Optional.of(Kind.MISSING);
        }
        if (link instanceof FileAlreadyExistsException
                || link instanceof NotDirectoryException
                || link instanceof FileSystemLoopException) {
            return Optional.of(Kind.NO_FOLDER);
        }
        if (link instanceof DirectoryNotEmptyException) {
            return Optional.of(Kind.FOLDER);
        }
        return link instanceof IOException && !(link instanceof Spoken)
                ? Arrays.stream(Kind.values())
                        .filter(kind -> kind.isToldBy(text(link)))
                        .findFirst()
                : Optional.empty();
    }

    private static Words reason(Kind kind, Throwable link) {
        return switch (kind) {
            case FULL -> say("the disk is full");
            case TOO_LARGE -> say("the file is larger than that disk can hold");
            case READ_ONLY -> say("the disk is write-protected");
            case DENIED -> say("no permission to write there, or another program holds the file open");
            case TOO_LONG -> say("its name is too long for that disk");
            case MISSING -> missing(folder(link));
            case NO_FOLDER -> say("what should be a folder there is none, or a link that leads nowhere");
            case FOLDER -> say("it is a folder");
            case IN_USE -> say("another program holds it open");
            case GONE -> say("the disk does not answer ({0})", text(link));
            case OTHER -> told(link);
        };
    }

    /** Where the folder is there all the same, it is one in which the system lets nobody make files, such as /proc. */
    private static Words missing(String folder) {
        return Files.isDirectory(Path.of(folder))
                ? say("no files can be made in {0}", folder)
                : say("the folder {0} does not exist", folder);
    }

    private static String folder(Throwable link) {
        if (link instanceof FileSystemException about && about.getFile() != null) {
            Path parent = Path.of(about.getFile()).toAbsolutePath().getParent();
            return parent == null ? about.getFile() : parent.toString();
        }
        return text(link);
    }

    /** What the system says, without the name of the file that Java puts before it. */
    private static String text(Throwable link) {
        return link instanceof FileSystemException detailed && detailed.getReason() != null
                ? detailed.getReason()
                : String.valueOf(link.getMessage());
    }

    private static Words told(Throwable failure) {
        if (failure instanceof Spoken spoken) {
            return spoken.messageWords();
        }
        return Words.text(failure.getMessage() == null ? failure.getClass().getSimpleName() : text(failure));
    }

    /** What to do about it, a sentence. */
    public Words remedy() {
        return switch (kind) {
            case FULL -> say("Make room on the disk, or choose a folder on another one.");
            case TOO_LARGE ->
                say("Choose a folder on another disk; one that is formatted with FAT32 holds no file over 4 GB.");
            case READ_ONLY -> say("Choose a folder on another disk.");
            case DENIED ->
                say("Give yourself the right to write there, close what may hold the file open, or choose another "
                        + "folder.");
            case TOO_LONG -> say("Choose a shorter name.");
            case MISSING -> say("See that the folder and its disk are there, or choose another one.");
            case NO_FOLDER -> say("Move it out of the way, or choose another folder.");
            case FOLDER -> say("Move it out of the way, or choose another name.");
            case IN_USE -> say("Close the program that does.");
            case GONE ->
                say(
                        "See that the disk is connected, or the network that it is on, or choose a folder on another disk.");
            case OTHER -> say("See to the folder and the disk that it is on, or choose another folder.");
        };
    }

    /** Reason and remedy in one; of what nobody foresaw, only the reason. */
    public Words whole() {
        return kind == Kind.OTHER ? reason : Words.joined(". ", List.of(reason, remedy()));
    }
}
