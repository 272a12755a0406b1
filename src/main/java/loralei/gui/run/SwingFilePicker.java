package loralei.gui.run;

import java.awt.Component;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import javax.swing.JFileChooser;
import javax.swing.filechooser.FileNameExtensionFilter;

/** Swing's own file dialog. */
final class SwingFilePicker implements FilePicker {
    @Override
    public Optional<Path> open(Component parent, String title, Path suggestion, Kind kind) {
        JFileChooser chooser = chooser(title, suggestion, kind);
        return chooser.showOpenDialog(parent) == JFileChooser.APPROVE_OPTION
                ? Optional.of(chooser.getSelectedFile().toPath())
                : Optional.empty();
    }

    @Override
    public Optional<Path> save(Component parent, String title, Path suggestion, Kind kind) {
        JFileChooser chooser = chooser(title, suggestion, kind);
        return chooser.showSaveDialog(parent) == JFileChooser.APPROVE_OPTION
                ? Optional.of(withEnding(chooser.getSelectedFile().toPath(), kind.ending()))
                : Optional.empty();
    }

    private static JFileChooser chooser(String title, Path suggestion, Kind kind) {
        JFileChooser chooser = new JFileChooser();
        chooser.setDialogTitle(title);
        chooser.setFileFilter(new FileNameExtensionFilter(kind.description(), kind.ending()));
        chooser.setSelectedFile(suggestion.toAbsolutePath().toFile());
        return chooser;
    }

    private static Path withEnding(Path file, String ending) {
        String name = file.getFileName().toString();
        return name.toLowerCase(Locale.ROOT).endsWith("." + ending) ? file : file.resolveSibling(name + "." + ending);
    }
}
