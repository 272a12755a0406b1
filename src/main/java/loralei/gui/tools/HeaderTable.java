package loralei.gui.tools;

import com.formdev.flatlaf.util.UIScale;
import java.awt.KeyboardFocusManager;
import java.util.Map;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTable;
import javax.swing.JTextArea;
import javax.swing.ListSelectionModel;
import javax.swing.ScrollPaneConstants;
import javax.swing.SwingConstants;
import javax.swing.table.DefaultTableModel;
import loralei.gui.widget.WrappedText;
import loralei.text.Texts;
import net.miginfocom.swing.MigLayout;

/** All that stands in the header of a file; what is selected is shown whole. For the event thread only. */
final class HeaderTable {
    private static final int ROW_HEIGHT = 24;
    private static final int NAME_WIDTH = 190;
    /** As many signs of a value as a row of the table can show. */
    private static final int SHOWN = 300;
    /** As much of a value as anybody reads; pictures among them have millions of signs, which no line is broken for. */
    private static final int READ = 20_000;

    private final DefaultTableModel model = new DefaultTableModel() {
        private static final long serialVersionUID = 1L;

        @Override
        public boolean isCellEditable(int row, int column) {
            return false;
        }
    };
    private final JTable table = new JTable(model);
    private final JTextArea whole = WrappedText.still("");
    private final JPanel panel =
            new JPanel(new MigLayout("insets 0, fill, wrap 1", "[grow,fill]", "[]6[grow,fill]8[100lp!,fill]"));
    private Map<String, String> shown = Map.of();
    private boolean empty = true;

    HeaderTable(Texts texts) {
        model.setColumnIdentifiers(new String[] {texts.get("header.name"), texts.get("header.value")});
        table.setName("tool-header");
        table.getAccessibleContext().setAccessibleName(texts.get("header.title"));
        table.setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
        table.setRowHeight(UIScale.scale(ROW_HEIGHT));
        table.setFillsViewportHeight(true);
        table.getTableHeader().setReorderingAllowed(false);
        if (table.getTableHeader().getDefaultRenderer() instanceof JLabel header) {
            header.setHorizontalAlignment(SwingConstants.LEADING);
        }
        table.getColumnModel().getColumn(0).setPreferredWidth(UIScale.scale(NAME_WIDTH));
        table.getColumnModel().getColumn(1).setPreferredWidth(UIScale.scale(2 * NAME_WIDTH));
        // Tab leaves the table; the arrow keys move in it.
        table.setFocusTraversalKeys(KeyboardFocusManager.FORWARD_TRAVERSAL_KEYS, null);
        table.setFocusTraversalKeys(KeyboardFocusManager.BACKWARD_TRAVERSAL_KEYS, null);
        table.getSelectionModel().addListSelectionListener(event -> showSelected());
        whole.setName("tool-headerValue");
        whole.getAccessibleContext().setAccessibleName(texts.get("header.value"));
        whole.setEditable(false);
        whole.setLineWrap(true);
        whole.setFocusTraversalKeys(KeyboardFocusManager.FORWARD_TRAVERSAL_KEYS, null);
        whole.setFocusTraversalKeys(KeyboardFocusManager.BACKWARD_TRAVERSAL_KEYS, null);
        JLabel title = new JLabel(texts.get("header.title"));
        title.putClientProperty("FlatLaf.styleClass", "h4");
        title.setLabelFor(table);
        panel.setOpaque(false);
        panel.add(title, "wmin 0");
        panel.add(new JScrollPane(table), "wmin 0, hmin 60lp");
        panel.add(
                new JScrollPane(
                        whole,
                        ScrollPaneConstants.VERTICAL_SCROLLBAR_AS_NEEDED,
                        ScrollPaneConstants.HORIZONTAL_SCROLLBAR_NEVER),
                "wmin 0");
    }

    JComponent component() {
        return panel;
    }

    /** Whether nothing was shown yet. */
    boolean isEmpty() {
        return empty;
    }

    void show(Map<String, String> header) {
        empty = false;
        if (header.equals(shown)) {
            return;
        }
        shown = header;
        model.setRowCount(0);
        header.forEach((name, value) -> model.addRow(new String[] {name, line(value)}));
        if (model.getRowCount() > 0) {
            table.setRowSelectionInterval(0, 0);
        }
        showSelected();
    }

    private void showSelected() {
        int row = table.getSelectedRow();
        String value = row < 0 || row >= model.getRowCount() ? "" : shown.get((String) model.getValueAt(row, 0));
        WrappedText.show(whole, value.length() <= READ ? value : value.substring(0, READ) + "\u2026");
    }

    private static String line(String value) {
        String start = value.length() <= SHOWN ? value : value.substring(0, SHOWN);
        return start.replaceAll("\\p{Cntrl}", " ");
    }
}
