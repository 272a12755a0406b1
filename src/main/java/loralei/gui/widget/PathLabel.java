package loralei.gui.widget;

import java.awt.Dimension;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import javax.swing.JLabel;

/** A path on one line; where it is too long its middle is left out, for both ends tell more. */
public final class PathLabel extends JLabel {
    private static final long serialVersionUID = 1L;
    private static final String LEFT_OUT = "\u2026";

    /** So much of what fits is the end, which tells most. */
    private static final double END = 0.68;

    /** An empty line. */
    public PathLabel() {
        super(" ");
    }

    /** Any width will do. */
    @Override
    public Dimension getPreferredSize() {
        return new Dimension(1, super.getPreferredSize().height);
    }

    @Override
    public Dimension getMinimumSize() {
        return getPreferredSize();
    }

    @Override
    protected void paintComponent(Graphics graphics) {
        Graphics2D copy = (Graphics2D) graphics.create();
        try {
            copy.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            copy.setFont(getFont());
            copy.setColor(getForeground());
            FontMetrics metrics = copy.getFontMetrics();
            copy.drawString(
                    shortened(getText(), metrics, getWidth()),
                    0,
                    (getHeight() - metrics.getHeight()) / 2 + metrics.getAscent());
        } finally {
            copy.dispose();
        }
    }

    /** As much of a text as fits, its beginning and its end. */
    public static String shortened(String text, FontMetrics metrics, int width) {
        if (metrics.stringWidth(text) <= width) {
            return text;
        }
        int[] signs = text.codePoints().toArray();
        int kept = signs.length - 1;
        String shorter = LEFT_OUT;
        while (kept > 0) {
            int end = (int) Math.ceil(kept * END);
            shorter = new String(signs, 0, kept - end) + LEFT_OUT + new String(signs, signs.length - end, end);
            if (metrics.stringWidth(shorter) <= width) {
                return shorter;
            }
            kept--;
        }
        return LEFT_OUT;
    }
}
