package loralei.gui.run;

import java.awt.Component;
import java.nio.file.Path;
import java.util.Optional;

/** Asks for a file; behind an interface, so that what asks can be tested without a person. */
interface FilePicker {
    /**
     * What kind of file is wanted.
     *
     * @param ending of the file's name, without dot
     * @param description for the person
     */
    record Kind(String ending, String description) {}

    /** Asks which file to open. */
    Optional<Path> open(Component parent, String title, Path suggestion, Kind kind);

    /** Asks where to save; the answer has the ending. It may exist. */
    Optional<Path> save(Component parent, String title, Path suggestion, Kind kind);
}
