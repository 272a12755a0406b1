package loralei.gui.tryit;

import com.formdev.flatlaf.util.UIScale;
import java.awt.Dimension;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import javax.swing.JPanel;
import javax.swing.UIManager;

/** One picture, or two beside each other, as large as there is room, each with a word below it. */
final class PictureCanvas extends JPanel {
    private static final long serialVersionUID = 1L;
    private static final int GAP = 10;
    private static final int SMALLEST = 120;
    /** Pixels of very small pictures are shown larger, but not as a blur over the whole window. */
    private static final int MOST_ENLARGED = 6;

    /**
     * What is shown.
     *
     * @param image the picture
     * @param caption a word below it; empty for none
     */
    record Shown(BufferedImage image, String caption) {}

    private transient List<Shown> pictures = List.of();

    void show(List<Shown> now) {
        pictures = List.copyOf(now);
        repaint();
    }

    /** How many pictures are shown. */
    int count() {
        return pictures.size();
    }

    @Override
    public Dimension getMinimumSize() {
        return new Dimension(UIScale.scale(SMALLEST), UIScale.scale(SMALLEST));
    }

    @Override
    public Dimension getPreferredSize() {
        return getMinimumSize();
    }

    @Override
    protected void paintComponent(Graphics graphics) {
        super.paintComponent(graphics);
        if (pictures.isEmpty()) {
            return;
        }
        Graphics2D copy = (Graphics2D) graphics.create();
        copy.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        copy.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        copy.setFont(UIManager.getFont("Label.font"));
        FontMetrics metrics = copy.getFontMetrics();
        int gap = UIScale.scale(GAP);
        int room = (getWidth() - gap * (pictures.size() - 1)) / pictures.size();
        boolean captions = pictures.stream().anyMatch(one -> !one.caption().isEmpty());
        int below = captions ? metrics.getHeight() + gap / 2 : 0;
        for (int i = 0; i < pictures.size(); i++) {
            paint(copy, pictures.get(i), i * (room + gap), room, getHeight() - below);
        }
        copy.dispose();
    }

    private static void paint(Graphics2D graphics, Shown shown, int left, int width, int height) {
        BufferedImage image = shown.image();
        double scale = Math.min(
                MOST_ENLARGED, Math.min(width / (double) image.getWidth(), height / (double) image.getHeight()));
        int wide = (int) Math.round(image.getWidth() * scale);
        int high = (int) Math.round(image.getHeight() * scale);
        int top = (height - high) / 2;
        graphics.drawImage(image, left + (width - wide) / 2, top, wide, high, null);
        FontMetrics metrics = graphics.getFontMetrics();
        graphics.setColor(UIManager.getColor("Label.foreground"));
        int free = width - metrics.stringWidth(shown.caption());
        graphics.drawString(shown.caption(), left + Math.max(0, free / 2), top + high + metrics.getAscent() + 4);
    }
}
