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
    /** Stands for a picture that there is not (yet): its place stays empty. */
    public static final BufferedImage BLANK = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);

    private static final int USUAL_CELL = 128;
    private static final int GAP = 8;
    private static final int MARGIN = 24;
    private static final int TITLE = 30;
    private static final int CAPTION = 20;
    /** Cells of this many pixels have letters of the usual size, larger ones larger letters. */
    private static final double PLAIN_CELL = 192;

    private static final double LARGEST_LETTERS = 3;
    /** No sheet has room for more, and to measure a long text takes its time. */
    private static final int LONGEST_TEXT = 500;

    private static final Color PAPER = new Color(0xfafafa);
    private static final Color INK = new Color(0x20242b);
    private static final Color FAINT = new Color(0x6a717d);
    private static final Color EMPTY = new Color(0xe9ebee);

    /**
     * A row.
     *
     * @param title a heading above it; empty for none
     * @param label what stands at its left; empty for none
     * @param captions one under each picture; a single one stands under the whole row
     * @param pictures the pictures
     */
    public record Row(String title, String label, List<String> captions, List<BufferedImage> pictures) {
        /** A row with nothing at its left. */
        public Row(String title, List<String> captions, List<BufferedImage> pictures) {
            this(title, "", captions, pictures);
        }
    }

    private final int cellWidth;
    private final int cellHeight;
    private final double scale;
    private final Font large;
    private final Font small;
    private final List<Row> rows = new ArrayList<>();
    private String title = "";
    private String note = "";
    private List<String> headings = List.of();

    /** A sheet of small squares. */
    public PictureSheet() {
        this(USUAL_CELL, USUAL_CELL);
    }

    /** A sheet of pictures that are drawn in this size. */
    public PictureSheet(int cellWidth, int cellHeight) {
        this.cellWidth = cellWidth;
        this.cellHeight = cellHeight;
        this.scale = Math.max(1, Math.min(LARGEST_LETTERS, Math.min(cellWidth, cellHeight) / PLAIN_CELL));
        this.large = new Font(Font.SANS_SERIF, Font.BOLD, scaled(17));
        this.small = new Font(Font.SANS_SERIF, Font.PLAIN, scaled(12));
    }

    /** Puts two lines above everything. */
    public PictureSheet headed(String first, String second) {
        title = first;
        note = second;
        return this;
    }

    /** Puts a heading above each column. */
    public PictureSheet columns(List<String> names) {
        headings = List.copyOf(names);
        return this;
    }

    /** Adds a row below the others. */
    public void add(Row row) {
        rows.add(row);
    }

    /** Draws the sheet. */
    public BufferedImage draw() {
        int columns = rows.stream().mapToInt(row -> row.pictures().size()).max().orElse(1);
        int left = MARGIN + labelWidth();
        int width = left + columns * (cellWidth + GAP) - GAP + MARGIN;
        int top = MARGIN + (title.isEmpty() ? 0 : scaled(TITLE + CAPTION)) + (headings.isEmpty() ? 0 : scaled(CAPTION));
        int height = top + rows.stream().mapToInt(this::height).sum() + MARGIN / 2;
        BufferedImage sheet = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = graphics(sheet);
        g.setColor(PAPER);
        g.fillRect(0, 0, width, height);
        if (!title.isEmpty()) {
            write(g, large, INK, title, MARGIN, MARGIN + scaled(16), width - 2 * MARGIN);
            write(g, small, FAINT, note, MARGIN, MARGIN + scaled(TITLE + 4), width - 2 * MARGIN);
        }
        for (int i = 0; i < headings.size(); i++) {
            write(g, small, INK, headings.get(i), left + i * (cellWidth + GAP), top - scaled(6), cellWidth);
        }
        int y = top;
        for (Row row : rows) {
            draw(g, row, left, y, width);
            y += height(row);
        }
        g.dispose();
        return sheet;
    }

    private static Graphics2D graphics(BufferedImage image) {
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        return g;
    }

    /** As wide as the widest label, with a gap; nothing where no row has one. */
    private int labelWidth() {
        Graphics2D g = graphics(BLANK);
        FontMetrics metrics = g.getFontMetrics(small);
        int widest = rows.stream()
                .mapToInt(row -> metrics.stringWidth(row.label()))
                .max()
                .orElse(0);
        g.dispose();
        return widest == 0 ? 0 : Math.min(widest, cellWidth) + GAP;
    }

    private int scaled(int pixels) {
        return (int) Math.round(pixels * scale);
    }

    private int height(Row row) {
        return (row.title().isEmpty() ? 0 : TITLE)
                + cellHeight
                + (row.captions().isEmpty() ? 0 : scaled(CAPTION))
                + GAP;
    }

    private void draw(Graphics2D g, Row row, int left, int top, int width) {
        int y = top;
        if (!row.title().isEmpty()) {
            write(g, large, INK, row.title(), left, y + 16, width - left - MARGIN);
            y += TITLE;
        }
        write(g, small, INK, row.label(), MARGIN, y + cellHeight / 2 + scaled(4), left - MARGIN - GAP);
        int below = y + cellHeight + scaled(14);
        for (int i = 0; i < row.pictures().size(); i++) {
            int x = left + i * (cellWidth + GAP);
            drawCell(g, row.pictures().get(i), x, y);
            if (row.captions().size() > 1) {
                write(g, small, FAINT, row.captions().get(i), x, below, cellWidth);
            }
        }
        if (row.captions().size() == 1) {
            write(g, small, FAINT, row.captions().get(0), left, below, width - left - MARGIN);
        }
    }

    private void drawCell(Graphics2D g, BufferedImage picture, int x, int y) {
        if (picture == BLANK) {
            g.setColor(EMPTY);
            g.drawRect(x, y, cellWidth - 1, cellHeight - 1);
        } else {
            g.drawImage(picture, x, y, cellWidth, cellHeight, null);
        }
    }

    private static void write(Graphics2D g, Font font, Color colour, String text, int x, int y, int width) {
        g.setFont(font);
        g.setColor(colour);
        g.drawString(fitted(text, g.getFontMetrics(), width), x, y);
    }

    private static String fitted(String text, FontMetrics metrics, int width) {
        String shown = text.replaceAll("\\s+", " ");
        shown = shown.length() > LONGEST_TEXT ? shown.substring(0, LONGEST_TEXT) + "\u2026" : shown;
        while (metrics.stringWidth(shown) > width && shown.length() > 1) {
            shown = shown.substring(0, shown.length() - 2).stripTrailing() + "\u2026";
        }
        return shown;
    }
}
