package loralei.gui.tools;

import com.formdev.flatlaf.util.UIScale;
import java.awt.Component;
import java.awt.KeyboardFocusManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTable;
import javax.swing.JTextArea;
import javax.swing.ListSelectionModel;
import javax.swing.SwingConstants;
import javax.swing.table.DefaultTableCellRenderer;
import javax.swing.table.DefaultTableModel;
import javax.swing.table.TableColumn;
import loralei.gui.widget.PathLabel;
import loralei.gui.widget.WrappedText;
import loralei.job.tool.LoraComparison;
import loralei.text.Texts;
import net.miginfocom.swing.MigLayout;

/** What two LoRAs have in common: sentences, and a table of their modules. For the event thread only. */
final class ComparisonView {
    private static final int ROW_HEIGHT = 24;
    private static final String[] COLUMNS = {"module", "similarity", "first", "second", "difference"};
    private static final int[] WIDTHS = {300, 66, 60, 60, 66};

    /** From which similarity on the sentences of these names hold, the largest first. */
    private static final double[] STEPS = {0.95, 0.5, 0.1, -0.1};

    private static final String[] WORDS = {"near", "alike", "little", "none", "opposite"};

    /** Two strengths that differ by less are called equal. */
    private static final double EQUAL = 0.02;

    private final Texts texts;
    private final JTextArea sentences = WrappedText.of("tool-sentences", "", "", 380);
    private final DefaultTableModel model = new DefaultTableModel() {
        private static final long serialVersionUID = 1L;

        @Override
        public boolean isCellEditable(int row, int column) {
            return false;
        }

        @Override
        public Class<?> getColumnClass(int column) {
            return column == 0 ? String.class : Double.class;
        }
    };
    private final JTable table = new JTable(model);
    private final JPanel panel =
            new JPanel(new MigLayout("insets 0, fill, wrap 1, hidemode 3", "[grow,fill]", "[]10[grow,fill]"));
    private Optional<LoraComparison> shown = Optional.empty();

    ComparisonView(Texts texts) {
        this.texts = texts;
        List<String> titles = new ArrayList<>();
        for (String column : COLUMNS) {
            titles.add(texts.get("column." + column));
        }
        model.setColumnIdentifiers(titles.toArray());
        table.setName("tool-modules");
        table.getAccessibleContext().setAccessibleName(texts.get("column.title"));
        table.setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
        table.setRowHeight(UIScale.scale(ROW_HEIGHT));
        table.setAutoCreateRowSorter(true);
        table.setFillsViewportHeight(true);
        table.getTableHeader().setReorderingAllowed(false);
        table.setDefaultRenderer(Double.class, new Numbers(texts.locale()));
        table.setDefaultRenderer(String.class, new Modules());
        if (table.getTableHeader().getDefaultRenderer() instanceof JLabel header) {
            header.setHorizontalAlignment(SwingConstants.LEADING);
        }
        for (int column = 0; column < COLUMNS.length; column++) {
            TableColumn one = table.getColumnModel().getColumn(column);
            one.setPreferredWidth(UIScale.scale(WIDTHS[column]));
            if (column > 0) {
                one.setMinWidth(UIScale.scale(WIDTHS[column]));
            }
        }
        table.setFocusTraversalKeys(KeyboardFocusManager.FORWARD_TRAVERSAL_KEYS, null);
        table.setFocusTraversalKeys(KeyboardFocusManager.BACKWARD_TRAVERSAL_KEYS, null);
        panel.setOpaque(false);
        panel.add(sentences, "wmin 0");
        panel.add(new JScrollPane(table), "wmin 0, hmin 80lp");
    }

    JComponent component() {
        return panel;
    }

    /** Whether nothing was shown yet. */
    boolean isEmpty() {
        return shown.isEmpty();
    }

    /**
     * Shows a comparison.
     *
     * @param names of both files
     */
    void show(LoraComparison now, List<String> names) {
        shown = Optional.of(now);
        List<String> all = new ArrayList<>();
        all.add(texts.get("compare.names", names.get(0), names.get(1)));
        if (now.equal()) {
            all.add(texts.get("compare.equal"));
        } else {
            all.add(texts.get("compare.is." + word(now.similarity()), number("%.3f", now.similarity())));
            all.add(strength(now));
        }
        now.lines().forEach(line -> all.add(texts.say(line)));
        WrappedText.show(sentences, String.join("\n", all));
        model.setRowCount(0);
        now.modules()
                .forEach(one -> model.addRow(
                        new Object[] {one.name(), one.similarity(), one.first(), one.second(), one.difference()}));
    }

    private static String word(double similarity) {
        int at = 0;
        while (at < STEPS.length && similarity < STEPS[at]) {
            at++;
        }
        return WORDS[at];
    }

    private String strength(LoraComparison now) {
        double larger = Math.max(now.first(), now.second());
        double smaller = Math.min(now.first(), now.second());
        if (smaller <= 0 || larger / smaller < 1 + EQUAL) {
            return texts.get("compare.strength.equal");
        }
        String times = number("%.2f", larger / smaller);
        return now.first() > now.second()
                ? texts.get("compare.strength.other", "A", times, "B")
                : texts.get("compare.strength.other", "B", times, "A");
    }

    private String number(String format, double value) {
        return String.format(texts.locale(), format, value);
    }

    /** Numbers of three digits or so, at the right edge. */
    private static final class Numbers extends DefaultTableCellRenderer {
        private static final long serialVersionUID = 1L;

        private final Locale locale;

        Numbers(Locale locale) {
            this.locale = locale;
            setHorizontalAlignment(SwingConstants.TRAILING);
        }

        @Override
        protected void setValue(Object value) {
            setText(value == null ? "" : String.format(locale, "%.3g", (Double) value));
        }
    }

    /** Names of modules, of which the end tells most. */
    private static final class Modules extends DefaultTableCellRenderer {
        private static final long serialVersionUID = 1L;
        private static final int EDGES = 8;

        @Override
        public Component getTableCellRendererComponent(
                JTable owner, Object value, boolean isSelected, boolean hasFocus, int row, int column) {
            super.getTableCellRendererComponent(owner, value, isSelected, hasFocus, row, column);
            String name = String.valueOf(value);
            int room = owner.getColumnModel().getColumn(column).getWidth() - UIScale.scale(EDGES);
            setText(PathLabel.shortened(name, getFontMetrics(getFont()), room));
            setToolTipText(name);
            return this;
        }
    }
}
