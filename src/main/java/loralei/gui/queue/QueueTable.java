package loralei.gui.queue;

import com.formdev.flatlaf.util.UIScale;
import java.awt.Color;
import java.awt.Component;
import java.awt.KeyboardFocusManager;
import java.util.List;
import java.util.Optional;
import javax.swing.JLabel;
import javax.swing.JTable;
import javax.swing.ListSelectionModel;
import javax.swing.SwingConstants;
import javax.swing.UIManager;
import javax.swing.table.DefaultTableCellRenderer;
import javax.swing.table.TableColumn;
import loralei.gui.state.QueuedStatus;
import loralei.text.Texts;

/** The table of the queue: one run a row. */
final class QueueTable {
    private static final int[] WIDTHS = {140, 60, 96, 84, 260};
    /** Columns whose texts are short, and have to be read whole; the others share what is left. */
    private static final List<Integer> FIXED = List.of(1, 2, 3);

    private static final int STATUS = 3;
    private static final int ROW_HEIGHT = 28;

    private final QueueTableModel model;
    private final JTable table;

    QueueTable(Texts texts) {
        model = new QueueTableModel(texts);
        table = new JTable(model);
        table.setName("queue");
        table.getAccessibleContext().setAccessibleName(texts.get("title"));
        table.setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
        table.setRowHeight(UIScale.scale(ROW_HEIGHT));
        table.setFillsViewportHeight(true);
        table.getTableHeader().setReorderingAllowed(false);
        table.setAutoResizeMode(JTable.AUTO_RESIZE_LAST_COLUMN);
        if (table.getTableHeader().getDefaultRenderer() instanceof JLabel header) {
            header.setHorizontalAlignment(SwingConstants.LEADING);
        }
        table.setDefaultRenderer(Object.class, new CellRenderer());
        for (int column = 0; column < WIDTHS.length; column++) {
            TableColumn one = table.getColumnModel().getColumn(column);
            one.setPreferredWidth(UIScale.scale(WIDTHS[column]));
            if (FIXED.contains(column)) {
                one.setMinWidth(UIScale.scale(WIDTHS[column]));
                one.setMaxWidth(UIScale.scale(WIDTHS[column]));
            }
        }
        // Tab leaves the table, as people expect who have no mouse; the arrow keys move in it.
        table.setFocusTraversalKeys(KeyboardFocusManager.FORWARD_TRAVERSAL_KEYS, null);
        table.setFocusTraversalKeys(KeyboardFocusManager.BACKWARD_TRAVERSAL_KEYS, null);
    }

    JTable component() {
        return table;
    }

    QueueTableModel model() {
        return model;
    }

    /** The row that is selected. */
    Optional<QueueRow> selected() {
        int index = table.getSelectedRow();
        return index < 0 || index >= model.getRowCount() ? Optional.empty() : Optional.of(model.row(index));
    }

    /** Selects a run and brings it into sight; selects nothing where it is gone. */
    void select(Optional<String> id) {
        int index = id.map(model::indexOf).orElse(-1);
        if (index < 0) {
            table.clearSelection();
        } else if (index != table.getSelectedRow()) {
            table.setRowSelectionInterval(index, index);
            table.scrollRectToVisible(table.getCellRect(index, 0, true));
        }
    }

    /** Shows long texts as tooltips, and the status in a colour besides its word. */
    private final class CellRenderer extends DefaultTableCellRenderer {
        private static final long serialVersionUID = 1L;

        @Override
        public Component getTableCellRendererComponent(
                JTable owner, Object value, boolean isSelected, boolean hasFocus, int row, int column) {
            super.getTableCellRendererComponent(owner, value, isSelected, false, row, column);
            setToolTipText(String.valueOf(value).isEmpty() ? null : String.valueOf(value));
            if (!isSelected) {
                Color marked = column == STATUS ? color(model.row(row).status()) : null;
                setForeground(marked != null ? marked : owner.getForeground());
            }
            return this;
        }

        private Color color(QueuedStatus status) {
            return switch (status) {
                case RUNNING -> UIManager.getColor("Actions.Blue");
                case DONE -> UIManager.getColor("Actions.Green");
                case FAILED -> UIManager.getColor("Actions.Red");
                case WAITING, STOPPED -> null;
            };
        }
    }
}
