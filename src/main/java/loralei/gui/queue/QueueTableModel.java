package loralei.gui.queue;

import java.util.List;
import java.util.function.Function;
import javax.swing.table.AbstractTableModel;
import loralei.text.Texts;

/** The rows of the queue for a table. */
final class QueueTableModel extends AbstractTableModel {
    private static final long serialVersionUID = 1L;

    private static final List<String> COLUMNS = List.of("name", "family", "length", "status", "message");
    private static final List<Function<QueueRow, String>> CELLS =
            List.of(QueueRow::name, QueueRow::family, QueueRow::length, QueueRow::state, QueueRow::message);

    private final transient Texts texts;
    private transient List<QueueRow> rows = List.of();

    QueueTableModel(Texts texts) {
        this.texts = texts;
    }

    /** Shows other rows; tells the table no more than what has changed, so that the selection stays. */
    void show(List<QueueRow> newRows) {
        List<QueueRow> oldRows = rows;
        rows = List.copyOf(newRows);
        if (oldRows.size() != rows.size()) {
            fireTableDataChanged();
            return;
        }
        for (int i = 0; i < rows.size(); i++) {
            if (!rows.get(i).equals(oldRows.get(i))) {
                fireTableRowsUpdated(i, i);
            }
        }
    }

    QueueRow row(int index) {
        return rows.get(index);
    }

    /** The row of a run, or -1. */
    int indexOf(String id) {
        return rows.stream().map(QueueRow::id).toList().indexOf(id);
    }

    @Override
    public int getRowCount() {
        return rows.size();
    }

    @Override
    public int getColumnCount() {
        return COLUMNS.size();
    }

    @Override
    public String getColumnName(int column) {
        return texts.get("column." + COLUMNS.get(column));
    }

    @Override
    public Object getValueAt(int row, int column) {
        return CELLS.get(column).apply(rows.get(row));
    }
}
