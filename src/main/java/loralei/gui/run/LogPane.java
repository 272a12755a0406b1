package loralei.gui.run;

import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import javax.swing.BoundedRangeModel;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JPopupMenu;
import javax.swing.JScrollPane;
import javax.swing.JTextArea;
import javax.swing.ScrollPaneConstants;
import javax.swing.SwingUtilities;
import javax.swing.text.BadLocationException;
import javax.swing.text.DefaultCaret;
import loralei.gui.widget.Actions;
import loralei.text.Texts;
import net.miginfocom.swing.MigLayout;

/** The log of all runs. It follows the end, unless the person scrolled up to read. */
final class LogPane {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final int ROWS = 6;

    private final RunLog log;
    private final JTextArea area = new JTextArea();
    private final JScrollPane scroll = new JScrollPane(area);
    private final JPanel panel = new JPanel(new MigLayout("insets 0, fill", "[grow]", "[][grow]"));
    private long seen;
    private int lowest;
    private boolean following = true;

    LogPane(Locale locale, RunLog log) {
        this.log = log;
        Texts texts = Texts.of("run", locale);
        JLabel title = new JLabel(texts.get("log.title"));
        title.putClientProperty("FlatLaf.styleClass", "h3");
        title.setLabelFor(area);
        area.setName("log");
        area.setEditable(false);
        area.setLineWrap(true);
        area.setWrapStyleWord(true);
        area.setRows(ROWS);
        area.putClientProperty("FlatLaf.styleClass", "monospaced");
        area.getAccessibleContext().setAccessibleName(texts.get("log.title"));
        DefaultCaret caret = new DefaultCaret(); // one of our own survives a change of the theme
        caret.setUpdatePolicy(DefaultCaret.NEVER_UPDATE);
        area.setCaret(caret);
        area.setComponentPopupMenu(menu(texts));
        scroll.getVerticalScrollBar().addAdjustmentListener(e -> followOrStay());
        scroll.addPropertyChangeListener("UI", e -> stayThroughNewTheme());
        scroll.setHorizontalScrollBarPolicy(ScrollPaneConstants.HORIZONTAL_SCROLLBAR_NEVER);
        panel.add(title, "wrap");
        panel.add(scroll, "grow, wmin 0, hmin 64lp");
    }

    JComponent component() {
        return panel;
    }

    private JPopupMenu menu(Texts texts) {
        JPopupMenu menu = new JPopupMenu();
        menu.add(Actions.of(texts.get("log.copy"), area::copy));
        menu.add(Actions.of(texts.get("log.selectAll"), () -> {
            area.requestFocusInWindow();
            area.selectAll();
        }));
        return menu;
    }

    /** Adds what is new, if anything is. */
    void refresh() {
        if (log.latest() == seen) {
            return;
        }
        List<RunLog.Line> lines = log.after(seen);
        if (lines.isEmpty()) {
            return;
        }
        StringBuilder text = new StringBuilder();
        for (RunLog.Line line : lines) {
            text.append(area.getDocument().getLength() + text.length() > 0 ? "\n" : "")
                    .append(CLOCK.format(line.time()))
                    .append("  ")
                    .append(line.text());
        }
        area.append(text.toString());
        seen = lines.get(lines.size() - 1).number();
        dropOldest();
    }

    /** Goes to the end when the text or the panel has another height; any other move is the person's. */
    private void followOrStay() {
        BoundedRangeModel position = scroll.getVerticalScrollBar().getModel();
        int height = position.getMaximum() - position.getExtent();
        if (height != lowest) {
            lowest = height;
            if (following) {
                position.setValue(height);
            }
        } else {
            int line = area.getFontMetrics(area.getFont()).getHeight();
            following = position.getValue() >= height - line;
        }
    }

    /** A new theme moves the text, which is no wish of the person. */
    private void stayThroughNewTheme() {
        boolean before = following;
        SwingUtilities.invokeLater(() -> {
            following = before;
            if (following) {
                BoundedRangeModel position = scroll.getVerticalScrollBar().getModel();
                position.setValue(position.getMaximum() - position.getExtent());
            }
        });
    }

    private void dropOldest() {
        int tooMany = area.getLineCount() - RunLog.MOST_LINES;
        if (tooMany > 0) {
            try {
                area.replaceRange("", 0, area.getLineEndOffset(tooMany - 1));
            } catch (BadLocationException e) {
                throw new IllegalStateException("there are more lines than that", e);
            }
        }
    }
}
