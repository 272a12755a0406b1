package loralei.gui.widget;

import java.awt.Component;
import java.io.File;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import javax.swing.JFileChooser;
import javax.swing.filechooser.FileNameExtensionFilter;

/** Swing's own file dialog. */
public final class SwingFilePicker implements FilePicker {
    private Optional<File> lastFolder = Optional.empty();

    @Override
    public Optional<Path> open(Component parent, String title, Path suggestion, Kind kind) {
        JFileChooser chooser = chooser(title, suggestion, kind);
        return chosen(chooser, chooser.showOpenDialog(parent));
    }

    @Override
    public Optional<Path> folder(Component parent, String title, Path suggestion) {
        JFileChooser chooser = new JFileChooser(suggestion.toAbsolutePath().toFile());
        chooser.setDialogTitle(title);
        chooser.setFileSelectionMode(JFileChooser.DIRECTORIES_ONLY);
        return chooser.showOpenDialog(parent) == JFileChooser.APPROVE_OPTION
                ? Optional.of(chooser.getSelectedFile().toPath())
                : Optional.empty();
    }

    @Override
    public Optional<Path> save(Component parent, String title, Path suggestion, Kind kind) {
        JFileChooser chooser = chooser(title, suggestion, kind);
        return chosen(chooser, chooser.showSaveDialog(parent)).map(file -> withEnding(file, kind.ending()));
    }

    private JFileChooser chooser(String title, Path suggestion, Kind kind) {
        JFileChooser chooser = new JFileChooser();
        lastFolder.ifPresent(chooser::setCurrentDirectory);
        chooser.setDialogTitle(title);
        chooser.setFileFilter(new FileNameExtensionFilter(kind.description(), kind.ending()));
        if (suggestion.getParent() != null) {
            chooser.setSelectedFile(suggestion.toAbsolutePath().toFile());
        } else if (!suggestion.toString().isEmpty()) {
            chooser.setSelectedFile(
                    chooser.getCurrentDirectory().toPath().resolve(suggestion).toFile());
        }
        return chooser;
    }

    private Optional<Path> chosen(JFileChooser chooser, int answer) {
        if (answer != JFileChooser.APPROVE_OPTION) {
            return Optional.empty();
        }
        lastFolder = Optional.of(chooser.getCurrentDirectory());
        return Optional.of(chooser.getSelectedFile().toPath());
    }

    private static Path withEnding(Path file, String ending) {
        String name = file.getFileName().toString();
        return name.toLowerCase(Locale.ROOT).endsWith("." + ending) ? file : file.resolveSibling(name + "." + ending);
    }
}
