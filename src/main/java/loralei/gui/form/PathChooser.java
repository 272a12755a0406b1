package loralei.gui.form;

import java.awt.Component;
import java.nio.file.Path;
import java.util.Optional;
import javax.swing.JFileChooser;

/** Lets a person choose a file or folder. */
@FunctionalInterface
public interface PathChooser {
    /**
     * Asks, on the event thread.
     *
     * @param owner what the question is asked for
     * @param title what to choose
     * @param start where to begin
     * @param filesToo whether a file will do as well as a folder
     */
    Optional<Path> choose(Component owner, String title, Path start, boolean filesToo);

    /** The chooser that Swing has. */
    static Optional<Path> swing(Component owner, String title, Path start, boolean filesToo) {
        JFileChooser chooser = new JFileChooser(start.toAbsolutePath().toFile());
        chooser.setDialogTitle(title);
        chooser.setFileSelectionMode(filesToo ? JFileChooser.FILES_AND_DIRECTORIES : JFileChooser.DIRECTORIES_ONLY);
        return chooser.showOpenDialog(owner) == JFileChooser.APPROVE_OPTION
                ? Optional.of(chooser.getSelectedFile().toPath())
                : Optional.empty();
    }
}
