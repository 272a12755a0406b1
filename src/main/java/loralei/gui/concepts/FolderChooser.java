package loralei.gui.concepts;

import java.awt.Component;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.swing.JFileChooser;

/** Lets a person choose some folders. */
@FunctionalInterface
public interface FolderChooser {
    /**
     * Asks, on the event thread; none where the person gave up.
     *
     * @param owner what the question is asked for
     * @param title what to choose
     * @param start where to begin
     */
    List<Path> choose(Component owner, String title, Path start);

    /** The chooser that Swing has. */
    static List<Path> swing(Component owner, String title, Path start) {
        JFileChooser chooser = new JFileChooser(start.toAbsolutePath().toFile());
        chooser.setDialogTitle(title);
        chooser.setFileSelectionMode(JFileChooser.DIRECTORIES_ONLY);
        chooser.setMultiSelectionEnabled(true);
        return chooser.showOpenDialog(owner) == JFileChooser.APPROVE_OPTION
                ? Stream.of(chooser.getSelectedFiles()).map(File::toPath).toList()
                : List.of();
    }
}
