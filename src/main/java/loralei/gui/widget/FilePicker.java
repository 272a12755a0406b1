package loralei.gui.widget;

import java.awt.Component;
import java.nio.file.Path;
import java.util.Optional;

/** Asks for a file; behind an interface, so that what asks can be tested without a person. */
public interface FilePicker {
    /**
     * What kind of file is wanted.
     *
     * @param ending of the file's name, without dot
     * @param description for the person
     */
    record Kind(String ending, String description) {}

    /**
     * Asks which file to open; empty where the person gave up. Asked on the event thread.
     *
     * @param suggestion a file, or an empty path; one without a folder is in the one of the last time
     */
    Optional<Path> open(Component parent, String title, Path suggestion, Kind kind);

    /**
     * Asks for a folder; empty where the person gave up.
     *
     * @param suggestion a folder to begin in, or an empty path
     */
    Optional<Path> folder(Component parent, String title, Path suggestion);

    /**
     * Asks where to save; the answer has the ending. It may exist.
     *
     * @param suggestion as for {@link #open}
     */
    Optional<Path> save(Component parent, String title, Path suggestion, Kind kind);
}
