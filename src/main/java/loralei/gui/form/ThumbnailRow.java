package loralei.gui.form;

import com.formdev.flatlaf.util.UIScale;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.event.MouseEvent;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.swing.JPanel;
import javax.swing.ToolTipManager;
import javax.swing.UIManager;
import loralei.gui.widget.Shrink;
import loralei.gui.widget.SmoothGraphics;

/** One row of small pictures, as many as fit, and how many more there are. */
final class ThumbnailRow extends JPanel {
    private static final long serialVersionUID = 1L;
    private static final int SIDE = 54;
    private static final int GAP = 5;
    private static final int ARC = 8;

    /** More never fit into the row of a form. */
    static final int MOST = 24;

    /**
     * A small picture.
     *
     * @param image a square
     * @param description its name and size
     */
    record Item(BufferedImage image, String description) {}

    /** In as many pixels as they have on the screen: to shrink them at every painting would hold the window up. */
    private final transient Map<BufferedImage, BufferedImage> shrunk = new HashMap<>();

    private int shrunkTo;
    private transient List<Item> items = List.of();
    private int total;
    private String invitation = "";

    ThumbnailRow() {
        setOpaque(false);
        ToolTipManager.sharedInstance().registerComponent(this);
    }

    /**
     * Shows pictures.
     *
     * @param shown the first of them
     * @param all how many there are
     */
    void show(List<Item> shown, int all) {
        items = List.copyOf(shown);
        shrunk.keySet().retainAll(items.stream().map(Item::image).toList());
        total = all;
        repaint();
    }

    /** What stands there as long as there is no picture. */
    void invite(String text) {
        invitation = text;
        repaint();
    }

    @Override
    public Dimension getPreferredSize() {
        return new Dimension(UIScale.scale(4 * (SIDE + GAP)), UIScale.scale(SIDE));
    }

    @Override
    public Dimension getMinimumSize() {
        return new Dimension(UIScale.scale(SIDE), UIScale.scale(SIDE));
    }

    @Override
    public String getToolTipText(MouseEvent event) {
        int index = event.getX() / UIScale.scale(SIDE + GAP);
        return index < shown() ? items.get(index).description() : null;
    }

    /** How many pictures fit; the last place tells of the rest where there is a rest. */
    private int shown() {
        int places = Math.max(1, (getWidth() + UIScale.scale(GAP)) / UIScale.scale(SIDE + GAP));
        return Math.min(items.size(), total > Math.min(places, items.size()) ? places - 1 : places);
    }

    @Override
    protected void paintComponent(Graphics graphics) {
        Graphics2D copy = SmoothGraphics.of(graphics);
        try {
            if (total == 0) {
                paintInvitation(copy);
            } else {
                paintPictures(copy);
            }
        } finally {
            copy.dispose();
        }
    }

    private void paintPictures(Graphics2D graphics) {
        int side = UIScale.scale(SIDE);
        int step = UIScale.scale(SIDE + GAP);
        int shown = shown();
        for (int i = 0; i < shown; i++) {
            Graphics2D one = (Graphics2D) graphics.create();
            one.clip(square(i * step, side));
            one.drawImage(shrunk(items.get(i).image(), graphics), i * step, 0, side, side, null);
            one.dispose();
        }
        if (total > shown && !items.isEmpty()) {
            graphics.setColor(UIManager.getColor("Component.borderColor"));
            graphics.draw(square(shown * step, side));
            paintText(graphics, "+" + (total - shown), shown * step, side);
        }
    }

    private BufferedImage shrunk(BufferedImage image, Graphics2D graphics) {
        int pixels =
                (int) Math.ceil(UIScale.scale(SIDE) * graphics.getTransform().getScaleX());
        if (pixels != shrunkTo) {
            shrunk.clear();
            shrunkTo = pixels;
        }
        return shrunk.computeIfAbsent(image, whole -> Shrink.toFit(whole, pixels));
    }

    private void paintInvitation(Graphics2D graphics) {
        graphics.setColor(UIManager.getColor("Component.borderColor"));
        float dash = UIScale.scale(4f);
        graphics.setStroke(new BasicStroke(
                UIScale.scale(1f), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND, 1, new float[] {dash, dash}, 0));
        graphics.draw(square(0, getWidth()));
        paintText(graphics, invitation, 0, getWidth());
    }

    private Shape square(int x, int width) {
        int arc = UIScale.scale(ARC);
        return new RoundRectangle2D.Double(x + 0.5, 0.5, width - 1, UIScale.scale(SIDE) - 1, arc, arc);
    }

    private void paintText(Graphics2D graphics, String text, int x, int width) {
        Color muted = UIManager.getColor("Label.disabledForeground");
        graphics.setColor(muted);
        FontMetrics metrics = graphics.getFontMetrics(getFont());
        graphics.setFont(getFont());
        graphics.drawString(
                text,
                x + (width - metrics.stringWidth(text)) / 2,
                (UIScale.scale(SIDE) - metrics.getHeight()) / 2 + metrics.getAscent());
    }
}
