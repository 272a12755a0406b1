package loralei.gui.form;

import com.formdev.flatlaf.util.UIScale;
import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.Insets;
import java.awt.KeyboardFocusManager;
import java.awt.RenderingHints;
import java.util.function.Supplier;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTextArea;
import javax.swing.ScrollPaneConstants;
import javax.swing.UIManager;
import loralei.gui.widget.TextChanges;
import net.miginfocom.swing.MigLayout;

/** A field for several lines, as high as its text up to four of them; more are scrolled. Tab leaves it, as any field. */
final class LinesEditor implements Editor {
    private static final String OUTLINE = "JComponent.outline";
    private static final int MOST_LINES = 4;
    private static final int LEAST_WIDTH = 60;

    private final Area area;
    private final Scroll scroll;
    private final JPanel panel = new JPanel(new MigLayout("insets 0, fillx", "[grow,fill]rel[]", "[top]"));
    private Runnable listener = () -> {};
    private boolean showing;

    /**
     * Builds an empty field.
     *
     * @param placeholder what is seen in it as long as it is empty
     */
    LinesEditor(String placeholder) {
        area = new Area(placeholder);
        scroll = new Scroll(area);
        area.setLineWrap(true);
        area.setWrapStyleWord(true);
        area.setFocusTraversalKeys(KeyboardFocusManager.FORWARD_TRAVERSAL_KEYS, null);
        area.setFocusTraversalKeys(KeyboardFocusManager.BACKWARD_TRAVERSAL_KEYS, null);
        area.addPropertyChangeListener(OUTLINE, event -> scroll.putClientProperty(OUTLINE, event.getNewValue()));
        TextChanges.in(area, () -> {
            scroll.revalidate();
            if (!showing) {
                listener.run();
            }
        });
        panel.setOpaque(false);
        panel.add(scroll, "growx, wmin " + LEAST_WIDTH);
    }

    /** Adds a button that adds a line, unless that is there already. */
    LinesEditor withSuggestion(JButton button, Supplier<String> line) {
        button.addActionListener(event -> suggest(line.get().strip()));
        panel.add(button);
        return this;
    }

    private void suggest(String line) {
        boolean there = area.getText().lines().map(String::strip).anyMatch(line::equals);
        if (!line.isEmpty() && !there) {
            String before = area.getText().stripTrailing();
            area.setText(before.isEmpty() ? line : before + "\n" + line);
        }
        area.requestFocusInWindow();
    }

    @Override
    public JComponent component() {
        return panel;
    }

    @Override
    public JComponent field() {
        return area;
    }

    @Override
    public String text() {
        return area.getText();
    }

    @Override
    public void show(String text) {
        if (!text.equals(area.getText())) {
            showing = true;
            area.setText(text);
            area.setCaretPosition(0);
            showing = false;
        }
    }

    @Override
    public void onEdit(Runnable told) {
        listener = told;
    }

    /** The text, and in an empty one what could stand there. */
    private static final class Area extends JTextArea {
        private static final long serialVersionUID = 1L;
        private final String placeholder;

        Area(String placeholder) {
            this.placeholder = placeholder;
        }

        @Override
        protected void paintComponent(Graphics graphics) {
            super.paintComponent(graphics);
            if (getDocument().getLength() > 0) {
                return;
            }
            Graphics2D g = (Graphics2D) graphics.create();
            try {
                g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
                g.setColor(UIManager.getColor("TextField.placeholderForeground"));
                g.setFont(getFont());
                Insets insets = getInsets();
                g.drawString(
                        placeholder,
                        insets.left,
                        insets.top + g.getFontMetrics().getAscent());
            } finally {
                g.dispose();
            }
        }
    }

    /** As high as the text, within limits. */
    private static final class Scroll extends JScrollPane {
        private static final long serialVersionUID = 1L;
        private final JTextArea text;

        Scroll(JTextArea text) {
            super(
                    text,
                    ScrollPaneConstants.VERTICAL_SCROLLBAR_AS_NEEDED,
                    ScrollPaneConstants.HORIZONTAL_SCROLLBAR_NEVER);
            this.text = text;
        }

        @Override
        public Dimension getPreferredSize() {
            int line = text.getFontMetrics(text.getFont()).getHeight();
            Insets inside = text.getInsets();
            int around = inside.top + inside.bottom + getInsets().top + getInsets().bottom;
            int wanted = text.getPreferredSize().height - inside.top - inside.bottom;
            return new Dimension(
                    super.getPreferredSize().width, around + Math.max(line, Math.min(wanted, MOST_LINES * line)));
        }

        @Override
        public Dimension getMinimumSize() {
            return new Dimension(UIScale.scale(LEAST_WIDTH), getPreferredSize().height);
        }
    }
}
