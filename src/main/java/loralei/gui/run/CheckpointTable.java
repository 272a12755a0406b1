package loralei.gui.run;

import com.formdev.flatlaf.util.UIScale;
import java.awt.Component;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javax.swing.Action;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPopupMenu;
import javax.swing.JScrollPane;
import javax.swing.JTable;
import javax.swing.KeyStroke;
import javax.swing.ListSelectionModel;
import javax.swing.SwingConstants;
import javax.swing.table.AbstractTableModel;
import javax.swing.table.DefaultTableCellRenderer;
import javax.swing.table.TableCellRenderer;
import javax.swing.table.TableColumn;
import loralei.gui.widget.Actions;
import loralei.text.Texts;

/** The LoRAs of a run with their steps and sizes. */
final class CheckpointTable {
    private static final int ROWS_SEEN = 4;
    private static final String[] COLUMNS = {"file", "step", "validation", "size"};
    private static final int NUMBER_WIDTH = 92;
    private static final int VALIDATION_WIDTH = 128;

    /** Only there where pictures were held out. */
    private static final int VALIDATION = 2;

    private final Texts texts;
    private final RunNumbers numbers;
    private final RunActions actions;
    private final JTable table;
    private final JScrollPane scroll;
    private final Model model = new Model();
    private final TableColumn validated;

    /**
     * An empty table.
     *
     * @param compare draws them beside each other
     */
    CheckpointTable(Locale locale, RunActions actions, Runnable compare) {
        this.texts = Texts.of("run", locale);
        this.numbers = new RunNumbers(locale);
        this.actions = actions;
        this.table = new JTable(model);
        this.scroll = new JScrollPane(table);
        table.setName("checkpoints");
        table.getAccessibleContext().setAccessibleName(texts.get("result.checkpoints"));
        table.setToolTipText(texts.get("result.checkpoints.help"));
        table.setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
        table.getTableHeader().setReorderingAllowed(false);
        table.setFillsViewportHeight(true);
        TableCellRenderer right = new Cell(SwingConstants.RIGHT);
        table.getColumnModel().getColumn(0).setCellRenderer(new Cell(SwingConstants.LEADING));
        table.getColumnModel().getColumn(0).setHeaderRenderer(heading(SwingConstants.LEADING));
        for (int column = 1; column < COLUMNS.length; column++) {
            TableColumn numbered = table.getColumnModel().getColumn(column);
            numbered.setCellRenderer(right);
            numbered.setHeaderRenderer(heading(SwingConstants.RIGHT));
            numbered.setPreferredWidth(UIScale.scale(NUMBER_WIDTH));
            numbered.setMaxWidth(UIScale.scale(NUMBER_WIDTH));
        }
        validated = table.getColumnModel().getColumn(VALIDATION);
        validated.setPreferredWidth(UIScale.scale(VALIDATION_WIDTH));
        validated.setMaxWidth(UIScale.scale(VALIDATION_WIDTH));
        validated.setMinWidth(UIScale.scale(VALIDATION_WIDTH));
        table.removeColumn(validated);
        table.setPreferredScrollableViewportSize(new Dimension(UIScale.scale(300), ROWS_SEEN * table.getRowHeight()));
        listen(compare);
    }

    JComponent component() {
        return scroll;
    }

    /**
     * Shows LoRAs, and which of them is nearest to the lowest loss of the held-out pictures.
     *
     * @param lastStep the step that the finished one is of
     */
    void show(List<Checkpoint> checkpoints, ValidationCurve validation, int lastStep) {
        boolean there = table.getColumnCount() == COLUMNS.length;
        if (!validation.isEmpty() && !there) {
            table.addColumn(validated);
            table.moveColumn(COLUMNS.length - 1, VALIDATION);
        } else if (validation.isEmpty() && there) {
            table.removeColumn(validated);
        }
        model.show(checkpoints, validation, lastStep);
        if (model.best >= 0) {
            table.scrollRectToVisible(table.getCellRect(model.best, 0, true));
        }
    }

    /** A text; that of the LoRA with the lowest loss in bold letters. */
    private final class Cell extends DefaultTableCellRenderer {
        private static final long serialVersionUID = 1L;

        Cell(int alignment) {
            setHorizontalAlignment(alignment);
        }

        @Override
        public Component getTableCellRendererComponent(
                JTable all, Object value, boolean selected, boolean focused, int row, int column) {
            super.getTableCellRendererComponent(all, value, selected, focused, row, column);
            boolean best = row == model.best;
            setFont(best ? getFont().deriveFont(Font.BOLD) : getFont());
            setToolTipText(best ? texts.get("result.best") : null);
            return this;
        }
    }

    /** A heading that stands where the texts below it stand. */
    private static TableCellRenderer heading(int alignment) {
        return (table, value, selected, focused, row, column) -> {
            Component heading = table.getTableHeader()
                    .getDefaultRenderer()
                    .getTableCellRendererComponent(table, value, selected, focused, row, column);
            if (heading instanceof JLabel label) {
                label.setHorizontalAlignment(alignment);
            }
            return heading;
        };
    }

    private void listen(Runnable compare) {
        table.addMouseListener(new MouseAdapter() {
            @Override
            public void mouseClicked(MouseEvent e) {
                if (e.getClickCount() == 2) {
                    selected().ifPresent(CheckpointTable.this::openFolder);
                }
            }

            @Override
            public void mousePressed(MouseEvent e) {
                int row = table.rowAtPoint(e.getPoint());
                if (row >= 0) { // the right button chooses too, so that the menu is about what was clicked
                    table.setRowSelectionInterval(row, row);
                }
            }
        });
        JPopupMenu menu = new JPopupMenu();
        menu.add(action("copyPath", texts.get("result.copyPath"), KeyStroke.getKeyStroke("ctrl C"), this::copyPath));
        menu.add(action(
                "openFolder", texts.get("result.openFolder"), KeyStroke.getKeyStroke("ENTER"), this::openFolder));
        menu.add(Actions.of(texts.get("result.compareAll"), compare));
        table.setComponentPopupMenu(menu);
    }

    private Action action(String key, String text, KeyStroke stroke, Consumer<Path> run) {
        Action action = Actions.of(text, () -> selected().ifPresent(run));
        action.putValue(Action.ACCELERATOR_KEY, stroke);
        table.getInputMap(JComponent.WHEN_ANCESTOR_OF_FOCUSED_COMPONENT).put(stroke, key);
        table.getActionMap().put(key, action);
        return action;
    }

    private Optional<Path> selected() {
        int row = table.getSelectedRow();
        return row < 0 ? Optional.empty() : Optional.of(model.shown.get(row).file());
    }

    private void copyPath(Path file) {
        actions.copy(file.toAbsolutePath().toString());
    }

    private void openFolder(Path file) {
        actions.openFolder(file.toAbsolutePath().getParent());
    }

    /** Step, file and size, row by row. */
    private final class Model extends AbstractTableModel {
        private static final long serialVersionUID = 1L;
        private transient List<Checkpoint> shown = List.of();
        private transient ValidationCurve validation = ValidationCurve.NONE;
        private int lastStep;
        private int best = -1;

        void show(List<Checkpoint> checkpoints, ValidationCurve measured, int last) {
            shown = checkpoints;
            lastStep = last;
            validation = measured;
            best = measured.trend()
                    .map(trend -> ValidationWords.nearest(trend.bestStep(), steps().stream()))
                    .map(step -> steps().indexOf(step.orElse(-1)))
                    .orElse(-1);
            fireTableDataChanged();
        }

        private List<Integer> steps() {
            return shown.stream().map(this::stepOf).toList();
        }

        private int stepOf(Checkpoint one) {
            return one.step().orElse(lastStep);
        }

        /** What was measured at that step; nothing where it was not. */
        private String loss(Checkpoint one) {
            String loss = validation
                    .at(stepOf(one))
                    .filter(point -> point.step() == stepOf(one))
                    .map(point -> numbers.loss(point.loss()))
                    .orElse("");
            return shown.indexOf(one) == best ? texts.get("result.lowest", loss).strip() : loss;
        }

        @Override
        public int getRowCount() {
            return shown.size();
        }

        @Override
        public int getColumnCount() {
            return COLUMNS.length;
        }

        @Override
        public String getColumnName(int column) {
            return texts.get("result.column." + COLUMNS[column]);
        }

        @Override
        public String getValueAt(int row, int column) {
            Checkpoint one = shown.get(row);
            return switch (COLUMNS[column]) {
                case "step" ->
                    one.step().isPresent() ? numbers.count(one.step().getAsInt()) : texts.get("result.finished");
                case "validation" -> loss(one);
                case "file" -> one.file().getFileName().toString();
                default -> numbers.size(one.bytes());
            };
        }
    }
}
