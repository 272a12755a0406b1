package loralei.sample;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** Rows of small pictures under headings, as one picture. */
public final class PictureSheet {
    private static final int CELL = 128;
    private static final int GAP = 8;
    private static final int MARGIN = 24;
    private static final int TITLE = 30;
    private static final int CAPTION = 20;
    private static final Color PAPER = new Color(0xfafafa);
    private static final Color INK = new Color(0x20242b);
    private static final Color FAINT = new Color(0x6a717d);

    /**
     * A row.
     *
     * @param title a heading above it; empty for none
     * @param captions one under each picture; a single one stands under the whole row
     * @param pictures the pictures
     */
    public record Row(String title, List<String> captions, List<BufferedImage> pictures) {}

    private final List<Row> rows = new ArrayList<>();

    /** Adds a row below the others. */
    public void add(Row row) {
        rows.add(row);
    }

    /** Draws the sheet. */
    public BufferedImage draw() {
        int columns = rows.stream().mapToInt(row -> row.pictures().size()).max().orElse(1);
        int width = 2 * MARGIN + columns * (CELL + GAP) - GAP;
        int height = MARGIN + rows.stream().mapToInt(PictureSheet::height).sum() + MARGIN / 2;
        BufferedImage sheet = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = sheet.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        g.setColor(PAPER);
        g.fillRect(0, 0, width, height);
        int y = MARGIN;
        for (Row row : rows) {
            draw(g, row, y, width);
            y += height(row);
        }
        g.dispose();
        return sheet;
    }

    private static int height(Row row) {
        return (row.title().isEmpty() ? 0 : TITLE) + CELL + CAPTION + GAP;
    }

    private static void draw(Graphics2D g, Row row, int top, int width) {
        int y = top;
        if (!row.title().isEmpty()) {
            g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 17));
            g.setColor(INK);
            g.drawString(row.title(), MARGIN, y + 16);
            y += TITLE;
        }
        g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        g.setColor(FAINT);
        for (int i = 0; i < row.pictures().size(); i++) {
            int x = MARGIN + i * (CELL + GAP);
            g.drawImage(row.pictures().get(i), x, y, CELL, CELL, null);
            if (row.captions().size() > 1) {
                g.drawString(fitted(row.captions().get(i), g.getFontMetrics(), CELL), x, y + CELL + 14);
            }
        }
        if (row.captions().size() == 1) {
            g.drawString(fitted(row.captions().get(0), g.getFontMetrics(), width - 2 * MARGIN), MARGIN, y + CELL + 14);
        }
    }

    private static String fitted(String text, FontMetrics metrics, int width) {
        String shown = text;
        while (metrics.stringWidth(shown) > width && shown.length() > 1) {
            shown = shown.substring(0, shown.length() - 2).stripTrailing() + "\u2026";
        }
        return shown;
    }
}
