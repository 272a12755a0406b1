package loralei.gui.preset;

import java.awt.Window;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.swing.JFileChooser;
import javax.swing.filechooser.FileNameExtensionFilter;
import loralei.gui.error.DialogFrame;
import loralei.text.Texts;

/** The questions about presets on the screen. */
public final class SwingPresetDialogs implements PresetDialogs {
    private final Supplier<Optional<Window>> owner;
    private final Presets presets;
    private final Texts texts = Texts.of("preset");
    private Optional<Path> lastFolder = Optional.empty();

    /**
     * Begins to ask.
     *
     * @param owner the window that the dialogs belong to, asked when one opens
     * @param presets knows which names can be used
     */
    public SwingPresetDialogs(Supplier<Optional<Window>> owner, Presets presets) {
        this.owner = owner;
        this.presets = presets;
    }

    @Override
    public Optional<Naming> askName() {
        AtomicReference<Optional<Naming>> answer = new AtomicReference<>(Optional.empty());
        DialogFrame frame = new DialogFrame(owner.get(), texts.get("save.title"));
        NamingPanel panel = new NamingPanel(presets::problemWith, named -> {
            answer.set(named);
            frame.close();
        });
        frame.show(panel.component(), panel.save(), panel.cancel());
        return answer.get();
    }

    @Override
    public Optional<Path> askImport() {
        JFileChooser chooser = chooser("import.title");
        return chosen(chooser, chooser.showDialog(owner.get().orElse(null), texts.get("import.choose")));
    }

    @Override
    public Optional<Path> askExport(String fileName) {
        JFileChooser chooser = chooser("export.title");
        chooser.setSelectedFile(
                chooser.getCurrentDirectory().toPath().resolve(fileName).toFile());
        return chosen(chooser, chooser.showSaveDialog(owner.get().orElse(null)));
    }

    private JFileChooser chooser(String titleKey) {
        JFileChooser chooser = new JFileChooser();
        lastFolder.ifPresent(folder -> chooser.setCurrentDirectory(folder.toFile()));
        chooser.setDialogTitle(texts.get(titleKey));
        chooser.setFileFilter(new FileNameExtensionFilter(texts.get("files"), "json"));
        return chooser;
    }

    private Optional<Path> chosen(JFileChooser chooser, int answer) {
        if (answer != JFileChooser.APPROVE_OPTION) {
            return Optional.empty();
        }
        Path file = chooser.getSelectedFile().toPath();
        lastFolder = Optional.ofNullable(file.getParent());
        return Optional.of(file);
    }
}
