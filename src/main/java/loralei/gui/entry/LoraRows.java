package loralei.gui.entry;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.swing.JComponent;
import javax.swing.JPanel;
import loralei.config.Places;
import loralei.config.SettingType;
import loralei.gui.state.TryState;
import loralei.gui.widget.Buttons;
import loralei.text.Texts;
import net.miginfocom.swing.MigLayout;

/** LoRAs, each with a weight, one under the other. */
public final class LoraRows implements LoraRow.Owner {
    /**
     * What a list is for.
     *
     * @param prefix of the names of the components
     * @param rows how many there are at least; 1 or more
     * @param least smallest weight
     * @param most largest weight
     */
    public record Kind(String prefix, int rows, double least, double most) {
        /** Whether a text is a weight that a LoRA may have. */
        boolean allows(String text) {
            return SettingType.NUMBER
                    .fromText(text)
                    .filter(number -> number >= least && number <= most)
                    .isPresent();
        }
    }

    private static final TryState.Lora EMPTY = new TryState.Lora("", "1");

    private final Texts texts;
    private final Kind kind;
    private final Supplier<List<Path>> known;
    private final Runnable edited;
    private final List<LoraRow> rows = new ArrayList<>();
    private final JPanel list = new JPanel(new MigLayout("insets 0, gapy 8, fillx, wrap 1", "[grow,fill]"));
    private final JPanel panel = new JPanel(new MigLayout("insets 0, gapy 6, fillx, wrap 1", "[grow,fill]"));
    private int made;

    /**
     * Builds as many rows as there are at least.
     *
     * @param known LoRAs to choose from
     * @param edited told when the person changed something
     */
    public LoraRows(Texts texts, Kind kind, Supplier<List<Path>> known, Runnable edited) {
        this.texts = texts;
        this.kind = kind;
        this.known = known;
        this.edited = edited;
        list.setOpaque(false);
        panel.setOpaque(false);
        panel.add(list, "growx, wmin 0");
        panel.add(Buttons.quiet(texts, "lora.add", kind.prefix() + "-addLora", this::addAndGo), "growx 0");
        show(List.of());
    }

    /** The rows. */
    public JComponent component() {
        return panel;
    }

    /** The rows from the top down. */
    public List<LoraRow> rows() {
        return rows;
    }

    /** What is entered, from the top down. */
    public List<TryState.Lora> entries() {
        return rows.stream().map(LoraRow::entry).toList();
    }

    /** Shows entries. */
    public void show(List<TryState.Lora> loras) {
        int wanted = Math.max(kind.rows(), loras.size());
        while (rows.size() > wanted) {
            take(rows.get(rows.size() - 1));
        }
        while (rows.size() < wanted) {
            add();
        }
        for (int i = 0; i < wanted; i++) {
            rows.get(i).show(i < loras.size() ? loras.get(i) : EMPTY);
        }
    }

    /** Shows what was found in the files. */
    public void show(FileLook.Found found) {
        for (int i = 0; i < Math.min(rows.size(), found.loras().size()); i++) {
            rows.get(i).show(found.loras().get(i));
        }
    }

    /** Takes files that were dropped: into rows that are empty, and then into new ones; those that are there stay. */
    public void drop(List<Path> loras) {
        loras.forEach(this::drop);
    }

    private void drop(Path lora) {
        for (LoraRow row : rows) {
            if (!row.isEmpty() && isSame(row.entry().file(), lora)) {
                return;
            }
        }
        rows.stream().filter(LoraRow::isEmpty).findFirst().orElseGet(this::add).take(lora);
    }

    private static boolean isSame(String written, Path lora) {
        try {
            return Places.of(written).toAbsolutePath().equals(lora.toAbsolutePath());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public void edited() {
        edited.run();
    }

    @Override
    public void remove(LoraRow row) {
        if (rows.size() <= kind.rows()) {
            row.show(EMPTY);
        } else {
            take(row);
        }
        rows.get(rows.size() - 1).field().requestFocusInWindow();
        edited.run();
    }

    @Override
    public void dropped(LoraRow row, List<Path> files) {
        row.take(files.get(0));
        drop(files);
    }

    private void addAndGo() {
        add().field().requestFocusInWindow();
        edited.run();
    }

    private LoraRow add() {
        LoraRow row = new LoraRow(texts, kind, ++made, known, this);
        rows.add(row);
        list.add(row.component(), "growx, wmin 0");
        list.revalidate();
        return row;
    }

    private void take(LoraRow row) {
        rows.remove(row);
        list.remove(row.component());
        list.revalidate();
        list.repaint();
    }
}
