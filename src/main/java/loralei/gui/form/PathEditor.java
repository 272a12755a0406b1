package loralei.gui.form;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JPanel;
import javax.swing.JPopupMenu;
import javax.swing.JTextField;
import loralei.config.Places;
import loralei.config.SettingType;
import loralei.gui.widget.Actions;
import loralei.text.Texts;
import net.miginfocom.swing.MigLayout;

/** A path: typed, browsed for, dropped, or taken from a list of recent ones. */
public final class PathEditor implements Editor {
    private final JPanel panel = new JPanel(new MigLayout("insets 0, fillx", "[grow,fill]rel[]", "[]"));
    private final TextEditor line = TextEditor.ofPath();
    private final JButton browse;

    /**
     * Builds the editor.
     *
     * @param filesToo whether a file will do as well as a folder
     * @param title of the question that Browse asks
     */
    public PathEditor(Texts texts, PathChooser chooser, boolean filesToo, String title) {
        browse = new JButton(texts.get("browse"));
        browse.getAccessibleContext().setAccessibleName(title);
        browse.addActionListener(
                event -> chooser.choose(panel, title, start(), filesToo).ifPresent(this::take));
        panel.setOpaque(false);
        panel.add(line.field(), "wmin 60");
        panel.add(browse);
        PathDrop.on(line.field(), paths -> take(paths.get(0)));
    }

    /** Hands over several paths that are dropped at once, of which otherwise the first is taken. */
    public PathEditor withSeveral(Consumer<List<Path>> several) {
        PathDrop.on(line.field(), paths -> {
            if (paths.size() > 1) {
                several.accept(paths);
            } else {
                take(paths.get(0));
            }
        });
        return this;
    }

    /** Adds a list of recent paths, which the arrow and the key Down open. */
    public PathEditor withRecent(String name, Supplier<List<Path>> recent) {
        JButton arrow = new JButton(new Angle(() -> true));
        arrow.setName("recent");
        arrow.setToolTipText(name);
        arrow.getAccessibleContext().setAccessibleName(name);
        arrow.setFocusable(false);
        arrow.addActionListener(event -> open(recent.get()));
        JTextField field = line.field();
        field.putClientProperty("JTextField.trailingComponent", arrow);
        Actions.onKey(field, "DOWN", () -> open(recent.get()));
        return this;
    }

    private void open(List<Path> paths) {
        JPopupMenu menu = new JPopupMenu();
        paths.forEach(path -> menu.add(written(path)).addActionListener(event -> take(path)));
        if (!paths.isEmpty()) {
            menu.show(line.field(), 0, line.field().getHeight());
        }
    }

    /** Enters a path as if it had been typed. */
    public void take(Path path) {
        line.enter(written(path));
    }

    private static String written(Path path) {
        return SettingType.PATH.toText(path);
    }

    private Path start() {
        try {
            Path path = Places.of(text());
            return Files.exists(path) ? path : Path.of("");
        } catch (IllegalArgumentException e) {
            return Path.of("");
        }
    }

    /** The button that lets a person look for the path. */
    public JButton browse() {
        return browse;
    }

    @Override
    public JComponent component() {
        return panel;
    }

    @Override
    public JComponent field() {
        return line.field();
    }

    @Override
    public String text() {
        return line.text();
    }

    @Override
    public void show(String text) {
        line.show(text);
    }

    @Override
    public void onEdit(Runnable told) {
        line.onEdit(told);
    }
}
