package loralei.gui.form;

import java.awt.Component;
import java.awt.Dimension;
import java.awt.KeyboardFocusManager;
import java.awt.Rectangle;
import java.awt.event.ComponentAdapter;
import java.awt.event.ComponentEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JScrollPane;
import javax.swing.SwingUtilities;
import loralei.gui.widget.TrackingPanel;
import loralei.text.Texts;

/** One column of rows: label, field, and what is said about it below the field. */
final class FormLayout {
    private static final String ROW_GAP = "gaptop 9";

    /** Beside the first of them. */
    private static final String LABEL_OF_LINES = "aligny top, gaptop 13";

    private static final String NOTE = "growx, wmin 20, gaptop 4";

    private final TrackingPanel panel;
    private final JScrollPane scroller;
    private final Texts texts;
    private final Fold fold;
    private final List<JLabel> headings = new ArrayList<>();
    private Dimension seen = new Dimension();
    private int line;
    private int lastField;

    FormLayout(Texts texts, Collection<RowView> rows, FormExtras extras) {
        this.texts = texts;
        panel = new TrackingPanel(new SteadyLayout(
                "insets 6 16 10 16, gapy 0, hidemode 3, fillx",
                "[" + widestLabel(rows) + "px::,left]14[grow,left]",
                FormLayout::focused));
        scroller = new JScrollPane(panel);
        scroller.setBorder(BorderFactory.createEmptyBorder());
        scroller.setHorizontalScrollBarPolicy(JScrollPane.HORIZONTAL_SCROLLBAR_NEVER);
        scroller.getViewport().addComponentListener(new ComponentAdapter() {
            @Override
            public void componentResized(ComponentEvent event) {
                showFocused(new Rectangle(scroller.getViewport().getViewPosition(), seen));
                seen = scroller.getViewport().getSize();
            }
        });
        addRows(rows, row -> row.row().section() == Section.PLAIN, extras);
        fold = new Fold(
                "advanced",
                texts.get("advanced"),
                texts.get("advanced.mnemonic").charAt(0));
        panel.add(fold.component(), "cell 0 " + line++ + " 2 1, gaptop 12");
        for (Section section : Section.values()) {
            if (section != Section.PLAIN) {
                addHeading(section);
                addRows(rows, row -> row.row().section() == section, extras);
            }
        }
        fold.listen(open -> {
            headings.forEach(heading -> heading.setVisible(open));
            rows.stream().filter(row -> row.row().advanced()).forEach(row -> row.setFolded(!open));
        });
    }

    /** So wide is the column of labels also while the widest are folded away, or all fields would move. */
    private static int widestLabel(Collection<RowView> rows) {
        return rows.stream()
                .flatMap(row -> row.label().stream())
                .mapToInt(label -> label.getPreferredSize().width)
                .max()
                .orElse(0);
    }

    JComponent component() {
        return scroller;
    }

    Fold fold() {
        return fold;
    }

    private static Component focused() {
        return KeyboardFocusManager.getCurrentKeyboardFocusManager().getFocusOwner();
    }

    /**
     * Keeps the field that one is at in sight when the summary below grows, or the window shrinks; but not one from which
     * the person has scrolled away.
     *
     * @param before what was seen of the rows
     */
    private void showFocused(Rectangle before) {
        Component field = focused();
        if (field != null && SwingUtilities.isDescendingFrom(field, panel)) {
            Rectangle place = SwingUtilities.convertRectangle(field.getParent(), field.getBounds(), panel);
            if (before.intersects(place)) {
                panel.scrollRectToVisible(place);
            }
        }
    }

    private void addHeading(Section section) {
        JLabel heading = new JLabel(texts.get("section." + section));
        Severity.style(heading, "h4");
        panel.add(heading, "cell 0 " + line++ + " 2 1, gaptop 16");
        headings.add(heading);
    }

    private void addRows(Collection<RowView> rows, Predicate<RowView> wanted, FormExtras extras) {
        rows.stream().filter(wanted).forEach(row -> add(row, extras));
    }

    private void add(RowView row, FormExtras extras) {
        if (row.row().beside()) {
            panel.add(row.editor().component(), "cell 1 " + lastField + ", gapleft 14");
        } else {
            lastField = line++;
            String place = row.row().kind() == EditorKind.LINES ? LABEL_OF_LINES : ROW_GAP;
            row.label().ifPresent(label -> panel.add(label, "cell 0 " + lastField + ", " + place));
            String width =
                    row.editor().wide() ? ", growx, pushx" : row.row().kind() == EditorKind.CHOICE ? ", wmin 80" : "";
            panel.add(row.editor().component(), "cell 1 " + lastField + ", " + ROW_GAP + width);
        }
        row.unit().ifPresent(unit -> panel.add(unit, "cell 1 " + lastField + ", " + ROW_GAP + ", gapleft 7"));
        panel.add(row.message().component(), "cell 1 " + line++ + ", " + NOTE);
        for (JComponent under : extras.under(row.row().name())) {
            panel.add(under, "cell 1 " + line++ + ", " + (under instanceof JButton ? "gaptop 5" : NOTE));
        }
    }
}
