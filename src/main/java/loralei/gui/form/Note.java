package loralei.gui.form;

import com.formdev.flatlaf.util.UIScale;
import java.awt.Component;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.Insets;
import java.awt.RenderingHints;
import java.awt.event.ComponentAdapter;
import java.awt.event.ComponentEvent;
import java.awt.geom.Ellipse2D;
import javax.swing.BorderFactory;
import javax.swing.JComponent;
import javax.swing.JTextArea;
import javax.swing.border.Border;

/**
 * A text under or beside a field, as many lines high as it needs; takes no room while it is empty or folded away, if it
 * does not keep it. Can have a dot before it that tells at a glance whether it is meant well or ill.
 */
public final class Note {
    private static final int FIRST_WIDTH = 300;
    private static final int DOT = 8;
    private static final int DOT_ROOM = 15;

    private final JTextArea area = new JTextArea();
    private Severity severity = Severity.MUTED;
    private boolean folded;
    private boolean keepsRoom;

    private Note(String name) {
        area.setName(name);
        area.setEditable(false);
        area.setFocusable(false);
        area.setLineWrap(true);
        area.setWrapStyleWord(true);
        area.setOpaque(false);
        area.setBorder(BorderFactory.createEmptyBorder()); // a new theme would put its own in the place of null
        area.setVisible(false);
        area.setSize(UIScale.scale(FIRST_WIDTH), 1); // without a width the first layout would break every word
        area.addComponentListener(new ComponentAdapter() {
            private int width = area.getWidth();

            @Override
            public void componentResized(ComponentEvent event) {
                if (area.getWidth() != width) {
                    width = area.getWidth();
                    area.revalidate(); // other lines, another height
                }
            }
        });
        severity.apply(area);
    }

    /** A text in small letters. */
    public static Note small(String name) {
        Note note = new Note(name);
        Severity.style(note.area, "small");
        return note;
    }

    /** A text in letters of the usual size. */
    static Note large(String name) {
        return new Note(name);
    }

    /** Puts a dot before the text wherever it is meant well or ill. */
    public Note marked() {
        area.setBorder(new Dot());
        return this;
    }

    /** Has the room of a line also while it is empty: for what is found while the person is at work further down. */
    public Note keepingRoom() {
        keepsRoom = true;
        update();
        return this;
    }

    /** The text, to be put under its field. */
    public JComponent component() {
        return area;
    }

    /** Shows a text; an empty one takes no room. */
    public void show(Severity now, String text) {
        if (now != severity && !text.isEmpty()) {
            severity = now;
            severity.apply(area);
        }
        if (!text.equals(area.getText())) {
            area.setText(text);
            area.getAccessibleContext().setAccessibleName(text);
        }
        area.repaint();
        update();
    }

    /** Folds it away, or shows it again where it says something. */
    public void setFolded(boolean now) {
        folded = now;
        update();
    }

    /** What it says. */
    public String text() {
        return area.getText();
    }

    private void update() {
        area.setVisible(!folded && (keepsRoom || !area.getText().isEmpty()));
    }

    private final class Dot implements Border {
        @Override
        public Insets getBorderInsets(Component component) {
            return new Insets(0, severity.hasMark() ? UIScale.scale(DOT_ROOM) : 0, 0, 0);
        }

        @Override
        public boolean isBorderOpaque() {
            return false;
        }

        @Override
        public void paintBorder(Component component, Graphics graphics, int x, int y, int width, int height) {
            if (severity.hasMark()) {
                Graphics2D copy = (Graphics2D) graphics.create();
                copy.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
                copy.setColor(severity.mark());
                FontMetrics metrics = component.getFontMetrics(component.getFont());
                double size = UIScale.scale((float) DOT);
                copy.fill(new Ellipse2D.Double(x, y + (metrics.getHeight() - size) / 2, size, size));
                copy.dispose();
            }
        }
    }
}
