package loralei.gui.form;

import static loralei.gui.EventThread.doOnEventThread;
import static loralei.gui.EventThread.onEventThread;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.KeyboardFocusManager;
import java.util.ArrayList;
import java.util.List;
import javax.swing.JButton;
import javax.swing.JScrollPane;
import javax.swing.JTextArea;
import javax.swing.SwingUtilities;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The field for several lines; needs no screen. */
class LinesEditorTest {
    private final List<String> edits = new ArrayList<>();
    private final JButton insert = new JButton("Insert");
    private LinesEditor editor;
    private JTextArea area;

    @BeforeEach
    void build() throws Exception {
        doOnEventThread(() -> {
            editor = new LinesEditor("such as: a cat").withSuggestion(insert, () -> "fsk49 cat");
            area = (JTextArea) editor.field();
            area.setSize(400, 20);
            editor.onEdit(() -> edits.add(editor.text()));
        });
    }

    @Test
    void itGrowsToFourLinesAndNoFurther() throws Exception {
        int line = onEventThread(() -> area.getFontMetrics(area.getFont()).getHeight());
        int empty = height("");
        assertThat(height("one")).isEqualTo(empty);
        assertThat(height("one\ntwo\nthree")).isEqualTo(empty + 2 * line);
        assertThat(height("1\n2\n3\n4")).isEqualTo(empty + 3 * line);
        assertThat(height("1\n2\n3\n4\n5\n6")).isEqualTo(empty + 3 * line);
    }

    @Test
    void whatIsShownIsNoEditAndLinesComeBackAsTheyAre() throws Exception {
        doOnEventThread(() -> editor.show("a cat --w 512\n\n# a remark"));
        assertThat(edits).isEmpty();
        assertThat(onEventThread(editor::text)).isEqualTo("a cat --w 512\n\n# a remark");
        doOnEventThread(() -> area.append("\na dog"));
        assertThat(edits).containsExactly("a cat --w 512\n\n# a remark\na dog");
    }

    @Test
    void theButtonAddsTheLineOnce() throws Exception {
        doOnEventThread(() -> {
            editor.show("a dog\n");
            insert.doClick(0);
            insert.doClick(0);
        });
        assertThat(onEventThread(editor::text)).isEqualTo("a dog\nfsk49 cat");
        assertThat(edits.get(edits.size() - 1)).isEqualTo("a dog\nfsk49 cat");
    }

    @Test
    void tabLeavesTheField() throws Exception {
        assertThat(onEventThread(() -> area.getFocusTraversalKeys(KeyboardFocusManager.FORWARD_TRAVERSAL_KEYS)))
                .isEqualTo(KeyboardFocusManager.getCurrentKeyboardFocusManager()
                        .getDefaultFocusTraversalKeys(KeyboardFocusManager.FORWARD_TRAVERSAL_KEYS));
    }

    @Test
    void itsFrameIsMarkedWhereItIsWrong() throws Exception {
        doOnEventThread(() -> area.putClientProperty("JComponent.outline", "error"));
        JScrollPane scroll = (JScrollPane) SwingUtilities.getAncestorOfClass(JScrollPane.class, area);
        assertThat(scroll.getClientProperty("JComponent.outline")).isEqualTo("error");
    }

    private int height(String text) throws Exception {
        return onEventThread(() -> {
            editor.show(text);
            return SwingUtilities.getAncestorOfClass(JScrollPane.class, area).getPreferredSize().height;
        });
    }
}
