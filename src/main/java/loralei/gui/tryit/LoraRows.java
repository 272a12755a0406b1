package loralei.gui.tryit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.swing.JComponent;
import javax.swing.JPanel;
import loralei.config.Places;
import loralei.gui.state.TryState;
import loralei.gui.widget.Buttons;
import loralei.text.Texts;
import net.miginfocom.swing.MigLayout;

/** The LoRAs to draw with, one under the other; there is always room for one. */
final class LoraRows implements LoraRow.Owner {
    private final Texts texts;
    private final Supplier<List<Path>> known;
    private final Runnable edited;
    private final List<LoraRow> rows = new ArrayList<>();
    private final JPanel list = new JPanel(new MigLayout("insets 0, gapy 8, fillx, wrap 1", "[grow,fill]"));
    private final JPanel panel = new JPanel(new MigLayout("insets 0, gapy 6, fillx, wrap 1", "[grow,fill]"));
    private int made;

    /**
     * Builds one row.
     *
     * @param known LoRAs to choose from
     * @param edited told when the person changed something
     */
    LoraRows(Texts texts, Supplier<List<Path>> known, Runnable edited) {
        this.texts = texts;
        this.known = known;
        this.edited = edited;
        list.setOpaque(false);
        panel.setOpaque(false);
        panel.add(list, "growx, wmin 0");
        panel.add(Buttons.quiet(texts, "lora.add", "try-addLora", this::addAndGo), "growx 0");
        add();
    }

    JComponent component() {
        return panel;
    }

    List<LoraRow> rows() {
        return rows;
    }

    List<TryState.Lora> entries() {
        return rows.stream().map(LoraRow::entry).toList();
    }

    void show(List<TryState.Lora> loras) {
        while (rows.size() > Math.max(1, loras.size())) {
            take(rows.get(rows.size() - 1));
        }
        while (rows.size() < loras.size()) {
            add();
        }
        if (loras.isEmpty()) {
            rows.get(0).show(new TryState.Lora("", "1"));
        }
        for (int i = 0; i < loras.size(); i++) {
            rows.get(i).show(loras.get(i));
        }
    }

    void show(FileLook.Found found) {
        for (int i = 0; i < Math.min(rows.size(), found.loras().size()); i++) {
            rows.get(i).show(found.loras().get(i));
        }
    }

    /** Takes a file that was dropped: into the first row that is empty, or into a new one; one that is there stays. */
    void drop(Path lora) {
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
        if (rows.size() == 1) {
            row.show(new TryState.Lora("", "1"));
        } else {
            take(row);
        }
        rows.get(rows.size() - 1).field().requestFocusInWindow();
        edited.run();
    }

    private void addAndGo() {
        add().field().requestFocusInWindow();
        edited.run();
    }

    private LoraRow add() {
        LoraRow row = new LoraRow(texts, ++made, known, this);
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
