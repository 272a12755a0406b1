package loralei.gui.run;

import java.awt.Component;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import loralei.gui.widget.FilePicker;

/**
 * A person who knows at once.
 *
 * @param picked what is chosen, whatever the question
 */
record FakePicker(Supplier<Optional<Path>> picked) implements FilePicker {
    @Override
    public Optional<Path> open(Component parent, String title, Path suggestion, Kind kind) {
        return picked.get();
    }

    @Override
    public Optional<Path> save(Component parent, String title, Path suggestion, Kind kind) {
        return picked.get();
    }

    @Override
    public Optional<Path> folder(Component parent, String title, Path suggestion) {
        return picked.get();
    }
}
