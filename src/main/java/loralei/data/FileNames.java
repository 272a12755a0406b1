package loralei.data;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loralei.text.Message;

/** Files as people are told of them. */
public final class FileNames {
    private static final int MOST_NAMES = 5;
    private static final int MOST_LISTED = 10;

    private FileNames() {}

    /** The name of a file without its folder, on one line; of the root of a drive, which has none, the path. */
    public static String of(Path file) {
        Path name = file.getFileName();
        return (name == null ? file : name).toString().replaceAll("\\p{Cntrl}", "\uFFFD");
    }

    /** The names of some files, and how many more there are. */
    public static Message of(List<Path> files) {
        String named = String.join(
                ", ", files.stream().limit(MOST_NAMES).map(FileNames::of).toList());
        return files.size() > MOST_NAMES
                ? Message.of("shared.andMore", named, files.size() - MOST_NAMES)
                : Message.text(named);
    }

    /** Where a link leads; empty for whatever is no link. */
    static Optional<Path> target(Path file) {
        try {
            return Optional.of(Files.readSymbolicLink(file));
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    /** Why a file or folder cannot be read, as the system says it, without the file's name. */
    static String reason(Exception failure) {
        Throwable cause = failure instanceof DirectoryIteratorException ? failure.getCause() : failure;
        return cause instanceof FileSystemException file && file.getReason() != null
                ? file.getReason()
                : String.valueOf(cause.getMessage());
    }

    /** Some of many things, and how many more there are. */
    static Message listed(List<Message> items, String separator) {
        List<Message> shown = new ArrayList<>(items.subList(0, Math.min(MOST_LISTED, items.size())));
        if (items.size() > MOST_LISTED) {
            shown.add(Message.of("shared.more", items.size() - MOST_LISTED));
        }
        return Message.joined(separator, shown);
    }
}
