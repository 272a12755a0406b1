package loralei.gui;

import java.awt.Component;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JPopupMenu;
import javax.swing.JScrollPane;
import javax.swing.JTable;
import javax.swing.ListSelectionModel;
import javax.swing.UIManager;
import javax.swing.table.DefaultTableCellRenderer;
import loralei.config.Family;
import loralei.gui.form.LatestQuery;
import loralei.gui.form.PathChooser;
import loralei.gui.widget.Actions;
import loralei.gui.widget.Buttons;
import loralei.job.ListedModel;
import loralei.job.ModelList;
import loralei.text.Texts;
import net.miginfocom.swing.MigLayout;

/** The base models on this computer: those of a family can be chosen, of the others the reason is told. */
final class ModelListPanel {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 320;
    private static final List<Integer> WIDTHS = List.of(230, 60, 170, 70, 230);

    /** The folders that a person named. */
    interface Folders {
        List<Path> all();

        void add(Path folder);

        void remove(Path folder);
    }

    private final Texts texts = Texts.of("models");
    private final Family family;
    private final Function<List<Path>, List<ListedModel>> find;
    private final PathChooser chooser;
    private final Folders folders;
    private final LatestQuery<List<ListedModel>> query;
    private final ModelTable model;
    private final JTable table;
    private final JLabel found = new JLabel();
    private final JButton choose;
    private final JButton close;
    private final JButton forget;
    private final JPanel panel =
            new JPanel(new MigLayout("insets dialog, fill, wrap 1", "[grow,fill]", "[][grow,fill][]"));
    private Consumer<Optional<Path>> answered = answer -> {};

    ModelListPanel(
            Family family,
            Executor background,
            Function<List<Path>, List<ListedModel>> find,
            PathChooser chooser,
            Folders folders) {
        this.family = family;
        this.find = find;
        this.chooser = chooser;
        this.folders = folders;
        model = new ModelTable(family, texts);
        table = new JTable(model);
        query = new LatestQuery<>(background, this::show);
        choose = Buttons.button(texts, "choose", "chooseModel", this::answer);
        close = Buttons.button(texts, "close", "closeModels", () -> answered.accept(Optional.empty()));
        forget = Buttons.button(texts, "forget", "forgetFolder", this::offerFolders);
        setUpTable();
        JScrollPane scroll = new JScrollPane(table);
        panel.add(found, "wmin 0");
        panel.add(scroll, "width " + WIDTH + "lp, height " + HEIGHT + "lp, grow");
        panel.add(Buttons.button(texts, "addFolder", "addModelFolder", this::addFolder), "split 4, growx 0");
        panel.add(forget, "growx 0, pushx");
        panel.add(choose, "tag ok, sizegroup answers, growx 0");
        panel.add(close, "tag cancel, sizegroup answers, growx 0");
        look();
    }

    private void setUpTable() {
        table.setName("models");
        table.getAccessibleContext().setAccessibleName(texts.get("title"));
        table.setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
        table.setFillsViewportHeight(true);
        table.setDefaultRenderer(Object.class, new Greyed());
        table.getTableHeader().setReorderingAllowed(false);
        for (int column = 0; column < WIDTHS.size(); column++) {
            table.getColumnModel().getColumn(column).setPreferredWidth(WIDTHS.get(column));
        }
        table.getSelectionModel().addListSelectionListener(event -> enable());
        table.addMouseListener(new MouseAdapter() {
            @Override
            public void mouseClicked(MouseEvent event) {
                if (event.getClickCount() == 2 && choose.isEnabled()) {
                    answer();
                }
            }
        });
        Actions.onKey(table, "ENTER", () -> {
            if (choose.isEnabled()) {
                answer();
            }
        });
    }

    /** Has somebody told when the person has decided. */
    void onAnswer(Consumer<Optional<Path>> listener) {
        answered = listener;
    }

    JComponent component() {
        return panel;
    }

    JTable table() {
        return table;
    }

    /** The button that Enter presses. */
    JButton choose() {
        return choose;
    }

    /** The button that Escape presses. */
    JButton close() {
        return close;
    }

    private Optional<ListedModel> selected() {
        int row = table.getSelectedRow();
        return row < 0 ? Optional.empty() : Optional.of(model.at(row));
    }

    private void answer() {
        selected().filter(model::canBeChosen).ifPresent(one -> answered.accept(Optional.of(one.path())));
    }

    private void enable() {
        choose.setEnabled(selected().filter(model::canBeChosen).isPresent());
    }

    private void look() {
        found.setText(texts.get("looking"));
        List<Path> all = folders.all();
        forget.setEnabled(!all.isEmpty());
        enable();
        query.ask(() -> find.apply(all));
    }

    private void show(List<ListedModel> models) {
        model.show(models);
        int usable = (int) models.stream().filter(model::canBeChosen).count();
        found.setText(texts.get("found", usable, family.label(), models.size() - usable));
        if (usable > 0) {
            table.setRowSelectionInterval(0, 0); // those that can be chosen come first
        }
        enable();
    }

    private void addFolder() {
        Path start = folders.all().stream().reduce((before, last) -> last).orElse(ModelList.ownFolder());
        chooser.choose(panel, texts.get("addFolder.title"), start, false).ifPresent(folder -> {
            folders.add(folder);
            look();
        });
    }

    private void offerFolders() {
        JPopupMenu menu = new JPopupMenu();
        menu.setName("modelFolders");
        for (Path folder : folders.all()) {
            menu.add(texts.get("forget.one", folder)).addActionListener(event -> {
                folders.remove(folder);
                look();
            });
        }
        menu.show(forget, 0, forget.getHeight());
    }

    /** What cannot be chosen is grey; whatever is cut off stands in the tooltip. */
    private final class Greyed extends DefaultTableCellRenderer {
        private static final long serialVersionUID = 1L;

        @Override
        public Component getTableCellRendererComponent(
                JTable of, Object value, boolean selected, boolean focused, int row, int column) {
            super.getTableCellRendererComponent(of, value, selected, false, row, column);
            setHorizontalAlignment(column == ModelTable.SIZE ? TRAILING : LEADING);
            setToolTipText(column == ModelTable.NAME ? model.at(row).path().toString() : String.valueOf(value));
            boolean usable = model.canBeChosen(model.at(row));
            if (!selected) {
                setForeground(usable ? of.getForeground() : UIManager.getColor("Label.disabledForeground"));
            }
            return this;
        }
    }
}
