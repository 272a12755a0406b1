package loralei.config;

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
import loralei.text.Localized;
import loralei.text.Message;

/**
 * Why a file could not be written, and what helps against just that.
 *
 * @param kind what went wrong
 * @param reason the same in words, the end of a sentence
 */
public record FileFailure(Kind kind, Message reason) {
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
        return link instanceof IOException && !(link instanceof Localized)
                ? Arrays.stream(Kind.values())
                        .filter(kind -> kind.isToldBy(text(link)))
                        .findFirst()
                : Optional.empty();
    }

    private static Message reason(Kind kind, Throwable link) {
        return switch (kind) {
            case FULL -> Message.of("file.full");
            case TOO_LARGE -> Message.of("file.tooLarge");
            case READ_ONLY -> Message.of("file.readOnly");
            case DENIED -> Message.of("file.denied");
            case TOO_LONG -> Message.of("file.nameTooLong");
            case MISSING -> missing(folder(link));
            case NO_FOLDER -> Message.of("file.noFolder");
            case FOLDER -> Message.of("file.isFolder");
            case IN_USE -> Message.of("file.inUse");
            case GONE -> Message.of("file.gone", text(link));
            case OTHER -> told(link);
        };
    }

    /** Where the folder is there all the same, it is one in which the system lets nobody make files, such as /proc. */
    private static Message missing(String folder) {
        return Files.isDirectory(Path.of(folder))
                ? Message.of("file.notHere", folder)
                : Message.of("file.folderMissing", folder);
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

    private static Message told(Throwable failure) {
        if (failure instanceof Localized spoken) {
            return spoken.localized();
        }
        return Message.text(failure.getMessage() == null ? failure.getClass().getSimpleName() : text(failure));
    }

    /** What to do about it, a sentence. */
    public Message remedy() {
        return switch (kind) {
            case FULL -> Message.of("file.makeRoom");
            case TOO_LARGE -> Message.of("file.otherDiskNotFat");
            case READ_ONLY -> Message.of("file.otherDisk");
            case DENIED -> Message.of("file.getRight");
            case TOO_LONG -> Message.of("check.shorterName");
            case MISSING -> Message.of("file.seeFolder");
            case NO_FOLDER -> Message.of("file.moveForFolder");
            case FOLDER -> Message.of("file.moveForName");
            case IN_USE -> Message.of("file.closeOther");
            case GONE -> Message.of("file.seeDisk");
            case OTHER -> Message.of("file.seeToFolder");
        };
    }

    /** Reason and remedy in one; of what nobody foresaw, only the reason. */
    public Message whole() {
        return kind == Kind.OTHER ? reason : Message.joined(". ", List.of(reason, remedy()));
    }
}
