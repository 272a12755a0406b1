package loralei.gui.form;

import static loralei.gui.EventThread.onEventThread;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Component;
import java.awt.Dimension;
import java.awt.Point;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JTextField;
import javax.swing.JViewport;
import javax.swing.SwingUtilities;
import org.junit.jupiter.api.Test;

class SteadyLayoutTest {
    private static final int HEIGHT = 100;

    private final JLabel note = new JLabel("a note");
    private final JTextField field = new JTextField();
    private final JViewport viewport = new JViewport();
    private Component focused = field;

    @Test
    void theFieldThatOneIsAtStaysWhereItIsWhenANoteAboveItGoesAndComes() throws Exception {
        onEventThread(this::build);
        int seen = onEventThread(() -> show(true));
        assertThat(onEventThread(() -> show(false))).isEqualTo(seen);
        assertThat(onEventThread(() -> show(true))).isEqualTo(seen);
    }

    @Test
    void nothingScrollsForAFieldThatNobodyIsAt() throws Exception {
        focused = null;
        onEventThread(this::build);
        int seen = onEventThread(() -> show(true));
        assertThat(onEventThread(() -> show(false))).isLessThan(seen);
    }

    private JPanel build() {
        JPanel rows = new JPanel(new SteadyLayout("insets 0, hidemode 3, wrap 1", "[grow,fill]", () -> focused));
        rows.add(note, "h 30!");
        rows.add(new JLabel("above"), "h " + HEIGHT + "!");
        rows.add(field, "h 30!");
        rows.add(new JLabel("below"), "h " + 3 * HEIGHT + "!");
        viewport.setView(rows);
        viewport.setSize(new Dimension(HEIGHT, HEIGHT));
        show(true);
        viewport.setViewPosition(new Point(0, HEIGHT));
        return rows;
    }

    /** Where the field is to be seen then. */
    private int show(boolean noted) {
        note.setVisible(noted);
        viewport.doLayout();
        viewport.getView().doLayout();
        return SwingUtilities.convertPoint(field, 0, 0, viewport).y;
    }
}
